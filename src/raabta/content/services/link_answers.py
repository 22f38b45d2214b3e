from dataclasses import dataclass

from raabta.content.link_list import static_links
from raabta.content.models import Template
from raabta.kernel import clock, http, jobs
from raabta.workspaces.models import Workspace

MOST_LINKS = 200
REFUSED_HEAD = frozenset({403, 404, 405, 501})  # some servers only know GET


@dataclass(frozen=True)
class LinkAnswer:
    """`status` 0 means nobody answered; `why` says what happened instead."""

    status: int
    why: str = ""


def check_links(*, workspace: Workspace, template: Template, requested_by_id: int | None) -> None:
    """Ask every address of the template in the background."""
    jobs.enqueue(
        "content.check_links",
        workspace_id=workspace.pk,
        payload={"template_id": template.pk},
        requested_by_id=requested_by_id,
    )


def record_answers(*, template: Template, run: jobs.Run | None = None) -> None:
    """Ask each address once, and keep what they answered with the time."""
    addresses = static_links(template)[:MOST_LINKS]
    answers: dict[str, dict[str, object]] = {}
    for done, address in enumerate(addresses, start=1):
        answer = ask(address)
        answers[address] = {"status": answer.status, "why": answer.why}
        if run is not None:
            run.progress(done, len(addresses))
    Template.objects.filter(pk=template.pk).update(
        link_answers=answers, links_checked_at=clock.now()
    )


def ask(address: str) -> LinkAnswer:
    try:
        answer = http.request("HEAD", address)
        if answer.status in REFUSED_HEAD:
            answer = http.request("GET", address)
    except http.RefusedAddress:
        return LinkAnswer(0, "refused")
    except http.Unreachable:
        return LinkAnswer(0, "unreachable")
    return LinkAnswer(answer.status)
