"""Keep the values of formulas right: with every write of a record, and for everybody in a job."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from raabta.customers.formulas.formula_set import FormulaSet
from raabta.customers.formulas.records import COMPANY, CUSTOMER, MODELS
from raabta.customers.models import AttributeDefinition
from raabta.kernel import changes, jobs, rows
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

COMPUTE = "customers.compute_formulas"
PAGE = 1_000
SUBJECTS = {"customer": CUSTOMER, "company": COMPANY}  # by table of the change queue


def follow_changes(workspace_id: int, table: str, ids: Sequence[int]) -> None:
    """Called by `changes.mark`, within the transaction of whatever changed the records.

    So no way of writing can forget it. It costs one look where there are no formulas.
    """
    subject = SUBJECTS.get(table)
    defined = AttributeDefinition._base_manager.filter(workspace_id=workspace_id, subject=subject)
    if subject is None or not ids or not defined.exclude(formula="").exists():
        return
    workspace = Workspace.objects.get(pk=workspace_id)
    with working_in(workspace):
        put_formulas(workspace=workspace, subject=subject, ids=ids)


@transaction.atomic
def put_formulas(
    *, workspace: Workspace, subject: str, ids: Sequence[int], formulas: FormulaSet | None = None
) -> list[int]:
    """Give these records the values that follow from their fields. Returns whose changed."""
    formulas = formulas or FormulaSet(workspace, subject)
    model, columns = MODELS[subject], formulas.names.columns
    held = living(workspace, subject).select_for_update().filter(pk__in=list(ids)).order_by("pk")
    changed = []
    for pk, attributes, *values in held.values_list("pk", "attributes", *columns):
        right = formulas.computed(dict(zip(columns, values, strict=True)), attributes)
        if right is not attributes:
            changed.append((rows.as_json(right), pk))
    rows.update(model, ["attributes"], changed)
    return [pk for _text, pk in changed]


def living(workspace: Workspace, subject: str) -> QuerySet[Any]:
    """The records that have values: neither deleted nor erased."""
    model: Any = MODELS[subject]  # of two, one of which knows erasure
    found: QuerySet[Any] = model.objects.filter(workspace=workspace, deleted_at=None)
    return found.filter(erased_at=None) if subject == CUSTOMER else found


def compute_later(*, workspace: Workspace, subject: str, actor: Actor | None = None) -> Job:
    """A job for every record."""
    return jobs.enqueue(
        COMPUTE,
        workspace_id=workspace.pk,
        payload={"subject": subject},
        requested_by_id=actor.user_id if actor else None,
    )


def run_compute(run: jobs.Run, workspace: Workspace) -> None:
    """The job; each page is a transaction, and a job that died goes on behind its last one."""
    subject = run.payload["subject"]
    formulas = FormulaSet(workspace, subject)
    every = living(workspace, subject).order_by("pk").values_list("pk", flat=True)
    done, total = run.job.done, every.count()
    last = run.job.result.get("after", 0)
    while ids := list(every.filter(pk__gt=last)[:PAGE]):
        with transaction.atomic():
            put = put_formulas(workspace=workspace, subject=subject, ids=ids, formulas=formulas)
            changes.mark(workspace_id=workspace.pk, table=str(subject), ids=put)
        last, done = ids[-1], done + len(ids)
        run.progress(done, total, after=last)
    for formula in formulas.formulas:  # one that was changed meanwhile has a job of its own
        kept = AttributeDefinition.objects.filter(
            pk=formula.definition.pk, formula=formula.definition.formula
        )
        kept.update(formula_on=formulas.today)


def stale_subjects(workspace: Workspace) -> list[str]:
    """Kinds of records whose formulas were never computed, or not for the day it is there."""
    found = []
    for subject in SUBJECTS.values():
        formulas = FormulaSet(workspace, subject)
        new = [one for one in formulas.formulas if one.definition.formula_on is None]
        old = [
            one
            for one in formulas.moves_daily()
            if one.formula_on is None or one.formula_on < formulas.today
        ]
        if new or old:
            found.append(str(subject))
    return found


def compute_stale(*, workspace: Workspace) -> int:
    """Ask for what is not of today, unless that is asked for already. Returns how many jobs."""
    if not AttributeDefinition.objects.filter(workspace=workspace).exclude(formula="").exists():
        return 0
    waiting = Job.objects.filter(
        workspace_id=workspace.pk,
        kind=COMPUTE,
        state__in=[Job.State.QUEUED, Job.State.RUNNING],
    )
    asked = {job.payload["subject"] for job in waiting}
    stale = [one for one in stale_subjects(workspace) if one not in asked]
    for subject in stale:
        compute_later(workspace=workspace, subject=subject)
    return len(stale)
