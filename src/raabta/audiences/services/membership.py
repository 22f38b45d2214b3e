"""Keep who is in each audience: after changes within a second, and anew when rules or time ask."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from django.db import transaction
from django_scopes import scopes_disabled

from raabta.audiences.domain_events import CHANGE
from raabta.audiences.models import MembershipDue, MembershipMove, MembershipStanding
from raabta.audiences.queries.evaluating import PEOPLE, Plan, plan_of
from raabta.audiences.queries.membership import standings
from raabta.audiences.services.building import build_next, find_lost
from raabta.audiences.services.due import make_due, make_reaching_due
from raabta.audiences.services.moves import Found, Overtaken, carry_out, decide
from raabta.kernel import clock
from raabta.kernel.models import Change
from raabta.warehouse.engine import compiled
from raabta.warehouse.queries import fetch_among
from raabta.warehouse.tables import Tables
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

MANY = 20_000  # people; from here on everybody is looked at instead
NOTES = 200
looked: set[int] = set()  # workspaces whose members this process compared with the records


def waiting() -> set[int]:
    """Workspaces where something is to be done."""
    with scopes_disabled():  # only ids of workspaces leave these queries
        noted = MembershipDue.objects.values_list("workspace_id", flat=True).distinct()
        decided = MembershipMove.objects.values_list("workspace_id", flat=True).distinct()
        due = MembershipStanding.objects.filter(
            refresh_at__lte=clock.now(), audience__archived_at=None
        ).values_list("workspace_id", flat=True)
        return {*noted, *decided, *due.distinct()}


def keep(workspace: Workspace) -> int:
    """One step: what was decided, who changed, then one audience that is due.

    Returns how much it did. What another process overtook is done by that one.
    """
    done = carry_out(workspace=workspace)
    if workspace.pk not in looked:
        find_lost(workspace)
        looked.add(workspace.pk)
    try:
        return done + follow_changes(workspace) + build_next(workspace)
    except Overtaken:
        return 1


def note_changed(workspace_id: int, customer_ids: Collection[int]) -> None:
    """Look at these people again soon; visitors are in no audience."""
    ids = sorted({pk for pk in customer_ids if pk > 0})
    workspace = Workspace.objects.filter(pk=workspace_id).first() if ids else None
    if workspace is None:
        return
    with working_in(workspace):
        if standings(workspace).exists():
            MembershipDue.objects.create(
                workspace=workspace, customer_ids=ids, noted_at=clock.now()
            )
            make_reaching_due(workspace)


def note_company_changed(workspace_id: int) -> None:
    """Its people are to be looked at; a company has too many to name them one by one."""
    if (workspace := Workspace.objects.filter(pk=workspace_id).first()) is not None:
        with working_in(workspace):
            make_reaching_due(workspace)


def follow_changes(workspace: Workspace) -> int:
    """Bring the members in line with those who changed. Returns how many notes it settled."""
    notes = list(MembershipDue.objects.filter(workspace=workspace).order_by("pk")[:NOTES])
    if not notes or _more_is_coming(workspace, notes[0]):
        return 0
    if sum(len(note.customer_ids) for note in notes) >= MANY:
        _look_at_everybody(workspace, notes)
        return len(notes)
    taken = list(_a_step_of(notes))
    ids = sorted({pk for note in taken for pk in note.customer_ids})
    found = list(_differences(workspace, ids))
    decide(workspace=workspace, found=found, settled=[note.pk for note in taken])
    carry_out(workspace=workspace)
    return len(taken)


def _more_is_coming(workspace: Workspace, note: MembershipDue) -> bool:
    """Whether an import is being loaded: then its end is waited for, as it may make a crowd."""
    is_page = len(note.customer_ids) >= PEOPLE
    return is_page and Change.objects.filter(workspace_id=workspace.pk).exists()


@transaction.atomic
def _look_at_everybody(workspace: Workspace, notes: Sequence[MembershipDue]) -> None:
    make_due(workspace)
    MembershipDue.objects.filter(pk__in=[note.pk for note in notes]).delete()


def _a_step_of(notes: Sequence[MembershipDue]) -> Iterator[MembershipDue]:
    people = 0
    for note in notes:
        yield note
        people += len(note.customer_ids)
        if people >= PEOPLE:
            return


def _differences(workspace: Workspace, ids: Sequence[int]) -> Iterator[Found]:
    """Between who is kept and who fits, for the audiences that were built."""
    rows = list(standings(workspace))
    plan = plan_of(workspace, rows)
    held, fitting = _held(workspace, ids), _fitting(workspace, plan, ids)
    for row in rows:
        if not row.built_for or row.is_lost:
            continue  # it will be built
        before, now = held[row.audience_id], fitting[row.audience_id]
        if row.audience_id not in plan.rules:  # nobody new, and none who is gone
            now = before & fitting[0]
        entered, left = sorted(now - before), sorted(before - now)
        if entered or left:
            size = row.size + len(entered) - len(left)
            yield Found(row, entered, left, CHANGE, size)


def _held(workspace: Workspace, ids: Sequence[int]) -> dict[int, set[int]]:
    """These people by the audiences whose members they are."""
    held: dict[int, set[int]] = defaultdict(set)
    member = Tables(workspace.pk, among=True).member
    sql = compiled(member.select("audience_id", "customer_id"))
    for at in range(0, len(ids), PEOPLE):
        some = ids[at : at + PEOPLE]
        for audience_id, pk in fetch_among(sql, workspace_id=workspace.pk, ids=some):
            held[audience_id].add(pk)
    return held


def _fitting(workspace: Workspace, plan: Plan, ids: Sequence[int]) -> dict[int, set[int]]:
    """These people by the audiences whose rules they fit; under 0, all who exist."""
    fitting: dict[int, set[int]] = defaultdict(set)
    for pk, answers in plan.answers(workspace.pk, ids):
        for audience_id in (0, *plan.audiences_of(answers)):
            fitting[audience_id].add(pk)
    return fitting
