from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from raabta.content.services import check_links
from raabta.kernel.models import Job
from raabta.web.content.found import template_of
from raabta.web.http import HttpRequest, page, redirect, render


@page("content.edit", methods="POST")
def create(request: HttpRequest, template_id: int) -> HttpResponse:
    template = template_of(request, template_id)
    check_links(workspace=request.workspace, template=template, requested_by_id=request.user.pk)
    return redirect(request, reverse("web:templates:show", args=[template.pk]))


@page("content.edit")
def show(request: HttpRequest, template_id: int, job_id: int) -> HttpResponse:
    """How far the check is, asked by the page every second."""
    template = template_of(request, template_id)
    own = Job.objects.filter(workspace_id=request.workspace.pk, kind="content.check_links")
    checking = get_object_or_404(own, pk=job_id)
    context = {"template": template, "checking": checking, "may_edit": True}
    return render(request, "content/templates/link_check.html", context)
