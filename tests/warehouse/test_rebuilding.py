"""A rebuild brings the warehouse to the records and leaves the events."""

from collections.abc import Callable

from raabta.customers.models import Consent, Customer
from raabta.kernel import clock
from raabta.tracking import services as tracking
from raabta.tracking.event import IncomingEvent
from raabta.warehouse.preparing import prepared
from raabta.warehouse.services import rebuild
from raabta.warehouse.warehouse_tables.customer import CustomerTable
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

Project = Callable[[], None]


def add(workspace: Workspace, name: str) -> Customer:
    now = clock.now()
    with working_in(workspace):
        made = Customer.objects.create(
            workspace=workspace, first_name=name, created_at=now, updated_at=now
        )
        Consent.objects.create(
            workspace=workspace, customer=made, purpose="marketing", channel="email",
            state="granted", since=now,
        )  # fmt: skip
    return made


def counts(workspace: Workspace) -> tuple[int, ...]:
    return tuple(
        prepared().count(name, workspace_id=workspace.pk)
        for name in ("customer", "consent", "event")
    )


def test_a_rebuild_loads_what_was_never_marked_and_drops_what_is_gone(
    workspace: Workspace, other_workspace: Workspace, project: Project
) -> None:
    ada, _bob, _eve = add(workspace, "Ada"), add(workspace, "Bob"), add(other_workspace, "Eve")
    tracking.accept_events(workspace=workspace, events=[IncomingEvent(ada.pk, "Viewed")])
    project()
    stray = list(CustomerTable.rows(workspace.pk, [ada.pk]))
    gone = (*stray[0][:1], 999_999, *stray[0][2:])
    prepared().replace(CustomerTable.shape(), workspace_id=workspace.pk, ids=[999_999], rows=[gone])
    seen: list[tuple[str, int]] = []
    rebuild(progress=lambda table, rows: seen.append((table, rows)))
    assert counts(workspace) == (2, 2, 1)
    assert counts(other_workspace) == (1, 1, 0)
    assert ("customer", 3) in seen


def test_a_rebuild_of_one_workspace_leaves_the_other(
    workspace: Workspace, other_workspace: Workspace, project: Project
) -> None:
    add(workspace, "Ada")
    add(other_workspace, "Eve")
    rebuild(workspace=workspace)
    assert counts(workspace) == (1, 1, 0)
    assert counts(other_workspace) == (0, 0, 0)
