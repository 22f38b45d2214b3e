"""After any changes, with deaths in between: the members are those of a full evaluation, and the
news tells the same, each once.
"""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from raabta.audiences.models import Audience
from raabta.audiences.services import membership, moves, restore_audience
from raabta.audiences.services.audiences import archive_audience
from raabta.customers.models import Customer, CustomerTag, Tag
from raabta.customers.services.deletion import delete_customers
from raabta.customers.services.erasure import erase_customer
from raabta.kernel import changes, clock
from raabta.tracking.event import IncomingEvent
from raabta.tracking.services import accept_events
from raabta.warehouse.services import drain_inbox, project_changes
from raabta.workspaces.actor import SYSTEM
from tests.audiences.conftest import CITIES, Rule, Shop, city, group, inside
from tests.audiences.following import (
    computed,
    forget_what_was_looked_at,
    keys,
    members,
    replayed,
    settle,
)

STEPS = 45


class Died(BaseException):
    """The process ended here."""


class World:
    """Random changes to a shop, some of which end in a death of the process."""

    def __init__(self, shop: Shop, seed: int, patch: pytest.MonkeyPatch) -> None:
        self.shop, self.random, self.patch = shop, Random(seed), patch  # noqa: S311
        self.now = datetime(2026, 5, 1, tzinfo=UTC)
        with clock.turned_to(self.now):
            self._begin()

    def _begin(self) -> None:
        shop = self.shop
        self.people = shop.people(*(self.random.choice(CITIES) for _n in range(12)))
        self.vip = Tag.objects.create(workspace=shop.workspace, name="vip")
        self.audiences = [
            shop.audience("City", city("Lahore")),
            shop.audience("Tagged", {"key": "tag", "params": {"tags": ["vip"]}}),
            shop.audience(
                "Did", {"key": "event", "params": {"name": "seen", "span": "last", "days": 2}}
            ),
        ]
        a, b, c = (one.pk for one in self.audiences)
        self.audiences += [
            shop.audience("Some", inside(a), inside(b), inside(c, "not_in"), match="any"),
            shop.audience("Nested", group("none", inside(a)), city("Dhaka", "is_not")),
        ]

    def step(self) -> None:
        deeds = [
            self.move, self.move, self.tag, self.act, self.act, self.edit, self.archive,
            self.pass_time, self.remove, self.arrive,
        ]  # fmt: skip
        with clock.turned_to(self.now):
            self.random.choice(deeds)()
        self.now += timedelta(minutes=7)
        if self.random.random() < 0.7:
            self.work()

    def work(self) -> None:
        """A few steps of the pumps; one in three dies between two of them."""
        with clock.turned_to(self.now), self.patch.context() as patched:
            if self.random.random() < 0.35:
                place = self.random.choice(["decide", "carry_out", "exchange"])
                self._die_at(patched, place)
            try:
                while project_changes() + drain_inbox():
                    pass
                for _n in range(self.random.randint(1, 4)):
                    membership.keep(self.shop.workspace)
            except Died:
                forget_what_was_looked_at()

    def _die_at(self, patched: pytest.MonkeyPatch, place: str) -> None:
        def die(*_args: object, **_named: object) -> None:
            raise Died

        if place == "exchange":  # decided, not carried out
            patched.setattr(moves, "prepared", die)
        elif place == "carry_out":
            patched.setattr(membership, "carry_out", die)
        else:
            patched.setattr(moves, "_news", die)  # within the transaction

    def settle(self) -> None:
        with clock.turned_to(self.now):
            while project_changes() + drain_inbox():
                pass
            settle()

    def someone(self) -> int:
        return self.random.choice(self.people)

    def move(self) -> None:
        pk = self.someone()
        Customer.objects.filter(pk=pk, erased_at=None).update(city=self.random.choice(CITIES))
        self.mark("customer", pk)

    def mark(self, table: str, pk: int) -> None:
        changes.mark(workspace_id=self.shop.workspace.pk, table=table, ids=[pk])

    def tag(self) -> None:
        pk = self.someone()
        held = CustomerTag.objects.filter(customer_id=pk, tag=self.vip)
        if not held.delete()[0]:
            CustomerTag.objects.create(workspace=self.shop.workspace, customer_id=pk, tag=self.vip)
        self.mark("customer", pk)

    def act(self) -> None:
        event = IncomingEvent(customer_id=self.someone(), name="seen")
        accept_events(workspace=self.shop.workspace, events=[event])

    def edit(self) -> None:
        rule: Rule = city(self.random.choice(["Lahore", "Dhaka", "Leeds"]))
        self.audiences[0] = self.shop.edit(Audience.objects.get(pk=self.audiences[0].pk), rule)

    def archive(self) -> None:
        audience = Audience.objects.get(pk=self.audiences[1].pk)
        named = {"workspace": self.shop.workspace, "actor": SYSTEM, "audience": audience}
        (restore_audience if audience.archived_at else archive_audience)(**named)

    def pass_time(self) -> None:
        self.now += timedelta(hours=self.random.choice([5, 20, 60]))

    def remove(self) -> None:
        if self.random.random() < 0.5:
            pk = self.people.pop()
            if self.random.random() < 0.5:
                erase_customer(workspace=self.shop.workspace, actor=SYSTEM, customer_id=pk)
            else:
                delete_customers(workspace=self.shop.workspace, actor=SYSTEM, customer_ids=[pk])

    def arrive(self) -> None:
        now = clock.now()
        made = Customer.objects.create(
            workspace=self.shop.workspace, city=self.random.choice(CITIES), created_at=now,
            updated_at=now,
        )  # fmt: skip
        self.people.insert(0, made.pk)
        self.mark("customer", made.pk)


@pytest.mark.parametrize("seed", range(12))
def test_the_members_are_those_of_a_full_evaluation_whatever_happened(
    shop: Shop, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_what_was_looked_at()
    world = World(shop, seed, monkeypatch)
    for _n in range(STEPS):
        world.step()
    world.settle()
    live = set(Audience.objects.filter(archived_at=None).values_list("pk", flat=True))
    with clock.turned_to(world.now):
        expected = computed(shop.workspace)
    assert {key for key in members(shop.workspace) if key[0] in live} == expected
    assert replayed() == members(shop.workspace)
    assert set(keys().values()) == {1}
