"""Settings: what the domain of an e-mail address does, and linking who is there already."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.queries.company_domains import linking_mode
from raabta.customers.services.linking.running import LINK, LinkingOff, link_later
from raabta.customers.services.linking.settings import change_linking
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect
from raabta.web.workspaces.job_words import shown

TEMPLATES = "customers/linking/"
MODES = [
    ("off", gettext_lazy("Nothing")),
    ("link", gettext_lazy("Join the company that has the domain")),
    ("make", gettext_lazy("Join it, and make the company where none has the domain")),
]


class LinkingForm(forms.Form):
    mode = forms.ChoiceField(
        label=gettext_lazy("People with a company's e-mail address and no company"), choices=MODES
    )


@page("customers.attributes", methods="GET POST")
def edit(request: HttpRequest) -> HttpResponse:
    initial = {"mode": linking_mode(request.workspace)}
    form = LinkingForm(request.POST or None, initial=initial)
    if form.is_valid():
        mode = form.cleaned_data["mode"]
        change_linking(workspace=request.workspace, actor=request.actor, mode=mode)
        messages.success(request, _("Saved."))
        return redirect(request, reverse("web:linking:edit"))
    status = 422 if form.errors else 200
    context = {"form": form, "is_on": initial["mode"] != "off"}
    return render(request, TEMPLATES + "edit.html", context, status=status)


@page("customers.attributes", methods="POST")
def create(request: HttpRequest) -> HttpResponse:
    """A preview, unless `apply` is posted."""
    is_preview = request.POST.get("apply") != "1"
    try:
        job = link_later(workspace=request.workspace, actor=request.actor, is_preview=is_preview)
    except LinkingOff as error:
        messages.error(request, str(error))
        return redirect(request, reverse("web:linking:edit"))
    return redirect(request, reverse("web:linking:show", args=[job.pk]))


@page("customers.attributes")
def show(request: HttpRequest, job_id: int) -> HttpResponse:
    """The bar, asked for every second; the whole page once it is over."""
    job = find(request, job_id)
    if job.is_over and request.htmx:
        return redirect(request, reverse("web:linking:show", args=[job.pk]))
    return tell(request, job)


@page("customers.attributes", methods="POST")
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    """Who is linked already stays so, and can be taken back."""
    jobs.cancel(find(request, job_id).pk)
    return redirect(request, reverse("web:linking:show", args=[job_id]))


def find(request: HttpRequest, job_id: int) -> Job:
    held = Job.objects.filter(workspace_id=request.workspace.pk, kind=LINK)
    return get_object_or_404(held, pk=job_id)


def tell(request: HttpRequest, job: Job) -> HttpResponse:
    is_preview = job.payload.get("is_preview", True)
    undo = "" if is_preview else reverse("web:changesets:show", args=[job.payload["change_set"]])
    context: dict[str, Any] = {
        "work": shown(job),
        "is_preview": is_preview,
        "found": job.result if job.is_over else {},
        "undo_url": undo if job.is_over else "",
    }
    return render(request, TEMPLATES + "show.html", context, part="progress")
