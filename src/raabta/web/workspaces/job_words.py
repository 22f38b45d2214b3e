"""A job in words: what it is, how it stands, what went wrong."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.kernel.models import Job

NAMES: dict[str, Promise] = {
    "workspaces.revert": gettext_lazy("Undo a change"),
    "workspaces.count_retention": gettext_lazy("Count what is too old"),
    "workspaces.apply_retention": gettext_lazy("Remove what is too old"),
    "workspaces.export": gettext_lazy("Export everything"),
    "workspaces.import": gettext_lazy("Bring in a whole workspace"),
    "customers.import": gettext_lazy("Import"),
    "customers.revert_import": gettext_lazy("Undo an import"),
    "customers.export": gettext_lazy("Export"),
    "customers.select": gettext_lazy("Choose customers"),
    "customers.select_in_warehouse": gettext_lazy("Choose customers"),
    "customers.merge": gettext_lazy("Merge many customers"),
    "customers.bulk_edit": gettext_lazy("Bulk edit"),
    "customers.export_person": gettext_lazy("Export of one person"),
    "customers.verify_consents": gettext_lazy("Verify the consent ledger"),
    "customers.find_duplicates": gettext_lazy("Search for duplicates"),
    "customers.accept_duplicates": gettext_lazy("Accept duplicates"),
    "customers.link_companies": gettext_lazy("Link customers to companies by domain"),
    "customers.compute_formulas": gettext_lazy("Compute formulas"),
    "customers.look_at_paths": gettext_lazy("Look inside free-form attributes"),
    "objects.bulk": gettext_lazy("Bulk edit of records"),
    "content.check_links": gettext_lazy("Check links"),
    "audiences.count": gettext_lazy("Count an audience"),
    "audiences.plan": gettext_lazy("Plan audiences from files"),
    "audiences.compute_traits": gettext_lazy("Compute attributes from events"),
    "campaigns.prepare": gettext_lazy("Prepare a campaign"),
    "campaigns.reach": gettext_lazy("Count whom a campaign reaches"),
    "warehouse.rebuild": gettext_lazy("Rebuild the warehouse"),
    "search.rebuild": gettext_lazy("Rebuild the search index"),
    "warehouse.forget": gettext_lazy("Erase a person from the warehouse"),
    "warehouse.save_events": gettext_lazy("Save the events"),
    "warehouse.load_events": gettext_lazy("Load the events"),
}
STATES = {
    Job.State.QUEUED: (gettext_lazy("Waiting"), "neutral"),
    Job.State.RUNNING: (gettext_lazy("Running"), "info"),
    Job.State.DONE: (gettext_lazy("Done"), "success"),
    Job.State.FAILED: (gettext_lazy("Failed"), "error"),
    Job.State.CANCELLED: (gettext_lazy("Cancelled"), "warning"),
}


@dataclass(frozen=True)
class Shown:
    job: Job
    title: str
    state: str
    tone: str
    problem: str
    result_url: str

    @property
    def id_text(self) -> str:
        return str(self.job.pk)

    @property
    def bar_tone(self) -> str:
        return "primary" if self.tone in {"neutral", "info"} else self.tone


def name_jobs(names: dict[str, Promise]) -> None:
    """Other contexts' pages name the kinds of jobs they start."""
    NAMES.update(names)


def shown(job: Job) -> Shown:
    state, tone = STATES[Job.State(job.state)]
    named = NAMES.get(job.kind)
    title = str(named) if named else job.kind.replace(".", ": ").replace("_", " ")
    stopping = job.is_cancel_requested and not job.is_over
    return Shown(
        job=job,
        title=title,
        state=_("Stopping…") if stopping else str(state),
        tone=tone,
        problem=problem_of(job),
        result_url=str(job.result.get("url", "")),
    )


def problem_of(job: Job) -> str:
    """The reason told to people; a traceback stays in the logs."""
    if not job.error:
        return ""
    if job.error.startswith("Traceback") or "\n" in job.error.strip():
        return _("It failed on our side, several times. The log of the server tells why.")
    return job.error
