"""Who is known by which id, asked once for a whole step and kept up to date within it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from raabta.customers.identity_kind import ANONYMOUS_ID, USER_ID
from raabta.customers.models import Customer, Identity
from raabta.customers.services.identities import attach
from raabta.tracking.call import Call, text_id
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

IDS = 500


@dataclass
class Known:
    workspace: Workspace
    users: dict[str, int] = field(default_factory=dict)
    devices: dict[str, int] = field(default_factory=dict)
    external: dict[str, int] = field(default_factory=dict)  # ids that the shop itself gave
    people: dict[int, Customer] = field(default_factory=dict)

    @classmethod
    def of(cls, workspace: Workspace, calls: Sequence[Call]) -> "Known":
        known = cls(workspace)
        user_ids = {text_id(one) for call in calls for one in (call.user_id, call.previous_id)}
        devices = {text_id(one) for call in calls for one in (call.anonymous_id, call.previous_id)}
        known.users = known._held(USER_ID, user_ids - {""})
        known.devices = known._held(ANONYMOUS_ID, devices - {""})
        for some in _pages(user_ids - {""} - known.users.keys()):
            rows = Customer.objects.filter(external_id__in=some, deleted_at=None)
            known.external |= dict(rows.values_list("external_id", "pk"))
        return known

    def person(self, customer_id: int) -> Customer:
        if customer_id not in self.people:
            self.people[customer_id] = Customer.objects.get(pk=customer_id)
        return self.people[customer_id]

    def owner_of(self, call: Call) -> int | None:
        """Who the ids of the call belong to by now; nobody is made or matched."""
        user, device = text_id(call.user_id), text_id(call.anonymous_id)
        if user:
            return self.users.get(user) or self.external.get(user)
        return self.devices.get(device)

    def has_user_id(self, customer_id: int) -> bool:
        if customer_id in self.users.values():
            return True
        return Identity.objects.filter(customer=customer_id, kind=USER_ID, is_live=True).exists()

    def holder(self, kind: str, value: str) -> int | None:
        held = Identity.objects.filter(kind=kind, value=value, is_live=True)
        return held.values_list("customer_id", flat=True).first()

    def give(self, customer_id: int, kind: str, value: str, actor: Actor) -> None:
        """The id is this person's from now on."""
        attach(self.person(customer_id), kind, value, workspace=self.workspace, actor=actor)
        (self.users if kind == USER_ID else self.devices)[value] = customer_id

    def _held(self, kind: str, values: set[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for some in _pages(values):
            rows = Identity.objects.filter(kind=kind, value__in=some, is_live=True)
            found |= dict(rows.values_list("value", "customer_id"))
        return found


def _pages(values: Iterable[str]) -> Iterator[list[str]]:
    every = sorted(values)
    for at in range(0, len(every), IDS):
        yield every[at : at + IDS]
