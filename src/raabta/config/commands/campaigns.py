"""campaign send."""

from typing import TYPE_CHECKING, Annotated

import typer

from raabta.config.console import err, fail, follow, load_django, out

if TYPE_CHECKING:
    from raabta.campaigns.models import Campaign
    from raabta.workspaces.actor import Actor
    from raabta.workspaces.models import Workspace


def register(app: typer.Typer) -> None:
    campaigns = typer.Typer(help="Campaigns.", no_args_is_help=True)
    campaigns.command("send")(send)
    app.add_typer(campaigns, name="campaign")


def send(
    name: Annotated[str, typer.Argument(help="Name of a draft.")],
    *,
    workspace: Annotated[str, typer.Option(help="Its workspace, when there are several.")] = "",
    check: Annotated[
        bool, typer.Option("--check", help="Only count the reach and show the checklist.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Count a draft's reach, show its launch checklist, and launch it. Exit code 1 when blocked."""
    load_django()
    from raabta.config.finding import workspace_called
    from raabta.workspaces.scoped import working_in

    found = workspace_called(workspace)
    with working_in(found):
        draft = _draft(name)
        _count(found, draft)
        reached = _show(found, draft)
        if check:
            return
        if not yes:
            typer.confirm(f"Send “{draft.name}” to {reached:,} people?", abort=True, err=True)
        _launch(found, draft)


def _draft(name: str) -> "Campaign":
    from raabta.campaigns.models import Campaign

    drafts = Campaign.objects.filter(state=Campaign.State.DRAFT, archived_at=None)
    named = list(drafts.filter(name=name)[:2])
    if len(named) > 1:
        fail(f"several drafts are called “{name}”; give one of them another name", code=2)
    if not named:
        held = Campaign.objects.filter(name=name, archived_at=None).first()
        if held:
            fail(f"“{name}” was launched before: it is {held.state}")
        known = ", ".join(drafts.order_by("name").values_list("name", flat=True))
        fail(f"no draft is called “{name}”; there are: {known or 'none'}", code=2)
    return named[0]


def _count(workspace: "Workspace", draft: "Campaign") -> None:
    from raabta.campaigns.queries import audiences_of, reach_of
    from raabta.campaigns.services import request_reach
    from raabta.kernel import jobs
    from raabta.warehouse import engine

    included, _excluded = audiences_of(draft)
    if not included or reach_of(draft).is_current:
        return
    job = request_reach(workspace=workspace, actor=_actor(), campaign=draft)
    ours = engine.is_owner()
    try:
        follow(
            job.pk,
            "Counting the reach",
            step=(lambda: jobs.run_next([jobs.WAREHOUSE])) if ours else None,
        )
    finally:
        if ours:
            engine.close()


def _actor() -> "Actor":
    from raabta.workspaces.actor import Actor

    return Actor(label="raabta campaign send", via="system")


def _show(workspace: "Workspace", draft: "Campaign") -> int:
    """The funnel and the findings. Returns how many people the mail would reach."""
    from raabta.campaigns.launch_check import checklist
    from raabta.campaigns.queries import reach_of

    reach = reach_of(draft)
    for stage in reach.stages:
        sign = "-" if stage.is_loss else " "
        out.print(f"{sign}{stage.people:>11,}  {stage.label}", highlight=False)
    for line in checklist(workspace, draft):
        for finding in line.findings:
            out.print(f"  {finding.severity.value:<6}{finding.message}", highlight=False)
    return reach.will_get or 0


def _launch(workspace: "Workspace", draft: "Campaign") -> None:
    from django.conf import settings
    from django.urls import reverse

    from raabta.campaigns.services import LaunchBlocked, NotADraft, launch_campaign

    try:
        launched = launch_campaign(workspace=workspace, actor=_actor(), campaign=draft)
    except LaunchBlocked as error:
        fail(f"the checklist blocks the launch, nothing is sent: {error}")
    except NotADraft:
        fail("it was launched or changed a moment ago; nothing is sent by this command")
    at = launched.starts_at and launched.starts_at.strftime("%Y-%m-%d %H:%M:%S UTC")
    out.print(f"“{launched.name}” is launched. `raabta serve` sends it at {at}.", highlight=False)
    page = settings.BASE_URL + reverse("web:campaigns:show", args=[launched.pk])
    err.print(f"Until then it can be taken back: {page}", highlight=False)
