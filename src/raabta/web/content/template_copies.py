from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.content.services import duplicate_template
from raabta.web.content.found import template_of
from raabta.web.http import HttpRequest, page, redirect


@page("content.edit", methods="POST")
def create(request: HttpRequest, template_id: int) -> HttpResponse:
    template = template_of(request, template_id)
    name = _("Copy of %(name)s") % {"name": template.name}
    copy = duplicate_template(
        workspace=request.workspace, actor=request.actor, template=template, name=name
    )
    messages.success(request, _("This is the copy; change it as you like."))
    return redirect(request, reverse("web:templates:show", args=[copy.pk]))
