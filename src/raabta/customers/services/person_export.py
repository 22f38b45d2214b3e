"""Everything held of one person in one ZIP: for their right of access."""

from pathlib import Path
from zipfile import ZipFile

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from raabta.customers.data_export import DataExport, Package, data_exports
from raabta.customers.models import Customer
from raabta.customers.services.exports import KEEP
from raabta.kernel import clock, jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

EXPORT_PERSON = "customers.export_person"


@transaction.atomic
def export_person(*, workspace: Workspace, actor: Actor, customer_id: int) -> Job:
    """Start the export, in the person's language. Raises Customer.DoesNotExist."""
    customer = Customer.objects.get(workspace=workspace, pk=customer_id, erased_at=None)
    job = jobs.enqueue(
        EXPORT_PERSON,
        workspace_id=workspace.pk,
        requested_by_id=actor.user_id,
        payload={
            "customer_id": customer.pk,
            "language": language_of(customer.language, workspace.language),
        },
    )
    record_audit(
        workspace=workspace, actor=actor, verb="customer.data_exported", target=customer,
        detail={"job": job.pk},
    )  # fmt: skip
    return job


def language_of(*wanted: str) -> str:
    """The first of these languages that we speak."""
    known = dict(settings.LANGUAGES)
    return next(
        (tag.split("-")[0] for tag in wanted if tag.split("-")[0] in known),
        settings.LANGUAGE_CODE,
    )


def run_person_export(run: jobs.Run, workspace: Workspace) -> None:
    """The job that writes the file; one that died begins again."""
    customer_id, members = run.payload["customer_id"], data_exports.members()
    if not Customer.objects.filter(pk=customer_id, erased_at=None).exists():
        raise jobs.UserError(_("This person was erased meanwhile; there is nothing to export."))
    path = person_export_path(run.job)
    part = path.with_suffix(".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with override(run.payload["language"]), ZipFile(part, "w") as archive:
            _write(run, workspace, Package(archive), members)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    part.replace(path)
    run.progress(len(members), len(members), size=path.stat().st_size)


def _write(
    run: jobs.Run, workspace: Workspace, package: Package, members: list[type[DataExport]]
) -> None:
    told = []
    for done, member in enumerate(members):
        run.progress(done, len(members))
        before = len(package.written)
        member().write(workspace, run.payload["customer_id"], package)
        names = [name for name in package.written[before:] if "/" not in name]
        if names:
            told.append(f"{member.label}\n    {', '.join(names)}")
    package.file("README.txt", _readme(workspace, told).encode("utf-8-sig"))


def _readme(workspace: Workspace, told: list[str]) -> str:
    head = _("What %(business)s holds of you") % {"business": workspace.name}
    when = _("Made on %(date)s (UTC).") % {"date": clock.now().strftime("%Y-%m-%d %H:%M")}
    how = _(
        "Tables are there twice: .csv opens in any spreadsheet, .json is for programs. Times are "
        "UTC, amounts are in the unit of their currency."
    )
    return "\n\n".join([head, when, how, *told]) + "\n"


def person_export_path(job: Job) -> Path:
    """In the folder of the other exports, which are removed after KEEP."""
    return Path(settings.FILES) / "exports" / str(job.workspace_id) / f"{job.pk}.zip"


def person_exports(workspace: Workspace, customer_id: int) -> list[Job]:
    """Those of one person that can be downloaded now or soon, newest first."""
    rows = Job.objects.exclude(state__in=[Job.State.FAILED, Job.State.CANCELLED]).filter(
        workspace_id=workspace.pk,
        kind=EXPORT_PERSON,
        payload__customer_id=customer_id,
        created_at__gt=clock.now() - KEEP,
    )
    return list(rows.order_by("-pk"))


@transaction.atomic
def note_person_download(*, workspace: Workspace, actor: Actor, job: Job) -> None:
    customer = Customer.objects.get(workspace=workspace, pk=job.payload["customer_id"])
    record_audit(
        workspace=workspace, actor=actor, verb="customer.data_downloaded", target=customer,
        detail={"job": job.pk},
    )  # fmt: skip


def forget_person_exports(workspace: Workspace, customer_id: int) -> None:
    """The person is erased, so the files with all they were go at once."""
    for job in person_exports(workspace, customer_id):
        person_export_path(job).unlink(missing_ok=True)
