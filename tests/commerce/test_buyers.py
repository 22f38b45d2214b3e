"""What people are as buyers: the nightly run and an order agree, and each change is told once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from raabta.audiences.question import Question
from raabta.commerce.domain_events import LifecycleStageChanged
from raabta.commerce.lifecycle import NOTHING, Figures, Limits, stage_of, usual_limits
from raabta.commerce.models import Buyer, StageChange
from raabta.commerce.queries import figures as read
from raabta.commerce.rfm import Edges, scores_of
from raabta.commerce.services.buyers import compute_everybody
from raabta.commerce.tasks import compute_every_day
from raabta.customers.services.merging.merge import merge_customers
from raabta.customers.services.merging.unmerge import unmerge
from raabta.kernel import bus, clock, jobs
from raabta.kernel.models import OutboxEvent
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.commerce.shop import line, person, placed, refunded

LIMITS = Limits(90, 180)
TODAY = date(2026, 7, 1)
NOW = datetime(2026, 7, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("orders", "days", "gap", "stage"),
    [
        (1, 0, None, "first"),
        (1, 90, None, "first"),
        (1, 91, None, "at_risk"),
        (2, 180, 3, "at_risk"),
        (2, 181, 3, "lapsed"),
        (2, 5, 180, "active"),
        (2, 5, 181, "won_back"),
    ],
)
def test_a_stage_follows_from_orders_and_the_day(
    orders: int, days: int, gap: int | None, stage: str
) -> None:
    figures = Figures(orders, TODAY - timedelta(days=days), gap, 1, 1)
    assert stage_of(figures, TODAY, LIMITS) == stage
    assert stage_of(NOTHING, TODAY, LIMITS) == "prospect"


def test_limits_follow_from_the_median_gap_once_there_are_enough() -> None:
    assert usual_limits(None, 0) == usual_limits(10.0, 29) == (90, 180)
    assert usual_limits(30.4, 30) == (61, 122)
    assert usual_limits(0.1, 500) == (14, 28)


def test_equal_people_score_as_the_lowest_of_them() -> None:
    edges = Edges([date(2026, 1, day) for day in (1, 2, 3, 4)], [1, 1, 1, 3], [5, 9, 9, 20])
    day = date(2026, 1, 3)
    assert scores_of(Figures(1, day, None, 1, 9), edges)[:3] == (3, 1, 2)
    assert scores_of(Figures(9, day, 1, 2, 21), edges)[:3] == (3, 4, 5)
    assert scores_of(Figures(9, day, 1, 0, 0), edges)[0] is None


def settle(project: Callable[[], None]) -> None:
    for _round in range(2):
        while bus.deliver_pending():
            pass
        project()
        while jobs.run_next([jobs.WAREHOUSE]):
            pass


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 3),
            st.integers(0, 500),
            st.integers(0, 900),
            st.sampled_from(["PKR", "EUR"]),
            st.sampled_from(["placed", "placed", "cancelled"]),
        ),
        max_size=12,
    )
)
def test_the_warehouse_and_the_records_give_the_same_figures(
    workspace: Workspace, project: Callable[[], None], rows: list[tuple[int, int, int, str, str]]
) -> None:
    people = [person(workspace).pk for _n in range(4)]
    for number, (who, days, total, currency, state) in enumerate(rows):
        made = placed(
            workspace,
            f"{people[0]}-{number}",
            line(unit=total),
            at=NOW - timedelta(days=days, hours=number),
            customer_id=people[who],
            currency=currency,
            state=state,
        )
        if total > 800:
            refunded(workspace, made, 100, number=f"{people[0]}-{number}")
    project()
    asked = Question(workspace, now=NOW)
    found = {pk: one for block in read.everybody(asked, 365) for pk, one in block}
    wanted = read.of_people(workspace, people, asked.today, 365)
    assert {pk: found.get(pk, NOTHING) for pk in people} == wanted


def shop(workspace: Workspace) -> list[int]:
    """Ten buyers; the first bought once, the others more and more, and later and later."""
    people = [person(workspace, f"P{n}").pk for n in range(10)]
    now = clock.now()
    for n, pk in enumerate(people):
        for k in range(n + 1):
            at = now - timedelta(days=(10 - n) * 20 + k)
            placed(workspace, f"{n}-{k}", line(unit=100 * (n + 1)), customer_id=pk, at=at)
    return people


def test_everybody_is_computed_and_an_order_moves_one(
    workspace: Workspace, project: Callable[[], None]
) -> None:
    people = shop(workspace)
    settle(project)
    cells = [Buyer.objects.get(customer=pk).cell for pk in people]
    assert (cells[0], cells[1], cells[9]) == ("1-1-1", "1-1-1", "5-5-5")
    assert Buyer.objects.get(customer=people[9]).segment == "champions"
    assert Buyer.objects.get(customer=people[0]).stage == "lapsed"
    assert not StageChange.objects.exists()  # nobody changed: they were seen for the first time
    told: list[int] = []

    @bus.subscribe(LifecycleStageChanged)
    def hear(event: LifecycleStageChanged) -> None:
        told.extend(event.change_ids)

    placed(workspace, "new", customer_id=people[0], at=clock.now())
    settle(project)
    one = Buyer.objects.get(customer=people[0])
    assert (one.stage, one.recency, one.orders) == ("won_back", 5, 2)
    change = StageChange.objects.get()
    assert (change.customer_id, change.before, change.after) == (people[0], "lapsed", "won_back")
    compute_everybody(workspace=workspace)
    settle(project)
    assert told == [change.pk]
    assert not OutboxEvent.objects.exists()


def test_the_day_changes_stages_and_tells_each_once(
    workspace: Workspace, project: Callable[[], None]
) -> None:
    ada = person(workspace)
    made = placed(workspace, "1", customer_id=ada.pk, at=clock.now())
    settle(project)
    assert Buyer.objects.get().stage == "first"
    for days in (100, 100, 300):
        with clock.turned_to(clock.now() + timedelta(days=days)):
            compute_every_day()
            settle(project)
    steps = list(StageChange.objects.order_by("pk").values_list("before", "after"))
    assert steps == [("first", "at_risk"), ("at_risk", "lapsed")]
    placed(workspace, "1", customer_id=ada.pk, at=made.placed_at, state="cancelled")
    settle(project)
    assert (Buyer.objects.get().stage, Buyer.objects.get().recency) == ("prospect", None)


def test_a_merge_and_its_undoing_bring_both_in_line(
    workspace: Workspace, project: Callable[[], None]
) -> None:
    ada, again = person(workspace), person(workspace)
    for n, one in enumerate((ada, again)):
        placed(workspace, str(n), customer_id=one.pk, at=clock.now())
    settle(project)
    done = merge_customers(workspace=workspace, actor=SYSTEM, survivor_id=ada.pk, other_id=again.pk)
    settle(project)
    assert Buyer.objects.get(customer=ada.pk).stage == "active"
    unmerge(workspace=workspace, actor=SYSTEM, merge_id=done.pk)
    settle(project)
    assert set(Buyer.objects.values_list("stage", flat=True)) == {"first"}
