"""Whether the consent ledger is as it was written."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raabta.customers.models import ConsentAnchor, Customer
from raabta.customers.services.consent_proof import (
    last_verification,
    request_verification,
    verify_person,
)
from raabta.kernel.models import Job
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.templatetags import localised
from raabta.workspaces.models import Workspace

WORDS: dict[str, Promise] = {
    "changed": gettext_lazy("Line %(position)s was changed."),
    "removed": gettext_lazy("A line was removed, at place %(position)s."),
    "inserted": gettext_lazy("A line was inserted, at place %(position)s."),
    "rewritten": gettext_lazy("The lines were written and sealed again; they are not ours."),
    "head_changed": gettext_lazy("What we kept about the number of lines was changed."),
    "head_missing": gettext_lazy("What we kept about the number of lines was removed."),
    "gone": gettext_lazy("All lines were removed."),
    "left": gettext_lazy("There are lines although the person was erased."),
    "anchor": gettext_lazy("The list of all chains that is kept beside the database is damaged."),
}


@dataclass(frozen=True)
class Told:
    customer_id: int
    name: str
    words: str


@page("workspace.audit")
def index(request: HttpRequest) -> HttpResponse:
    job = last_verification(request.workspace)
    result = job.result if job and job.state == Job.State.DONE else {}
    anchor = ConsentAnchor.objects.filter(workspace=request.workspace).order_by("-number").first()
    context = {
        "job": job,
        "holds": bool(result) and not result["broken_count"],
        "verified": verified_words(result.get("lines", 0)) if result else "",
        "result": result,
        "broken": told(request.workspace, result.get("broken", [])),
        "anchor": anchor,
    }
    return render(request, "customers/consent_proof/index.html", context)


@page("workspace.audit", methods="POST")
def create(request: HttpRequest) -> HttpResponse:
    last = last_verification(request.workspace)
    if last is None or last.is_over:
        request_verification(workspace=request.workspace, actor=request.actor)
    return redirect(request, reverse("web:consent_proof:index"))


def person_words(workspace: Workspace, customer_id: int) -> str:
    """What is wrong with one person's lines, or ""."""
    found = verify_person(workspace, customer_id)
    return broken_words(found.kind, found.position) if found else ""


def broken_words(kind: str, position: int) -> str:
    return str(WORDS[kind]) % {"position": position}


def verified_words(lines: int) -> str:
    return ngettext("%(count)s line verified.", "%(count)s lines verified.", lines) % {
        "count": localised.number(lines)
    }


def told(workspace: Workspace, broken: list[dict[str, int | str]]) -> list[Told]:
    ids = [int(found["customer_id"]) for found in broken]
    people = Customer.objects.filter(workspace=workspace).in_bulk(ids)
    return [
        Told(
            pk if pk in people else 0,
            people[pk].name if pk in people else (f"#{pk}" if pk else _("Everybody")),
            broken_words(str(found["kind"]), int(found["position"])),
        )
        for pk, found in zip(ids, broken, strict=True)
    ]
