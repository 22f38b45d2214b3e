from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.content.services import restore_template
from raabta.web.content.found import template_of
from raabta.web.http import HttpRequest, page, redirect


@page("content.edit", methods="POST")
def create(request: HttpRequest, template_id: int) -> HttpResponse:
    template = template_of(request, template_id)
    restore_template(workspace=request.workspace, actor=request.actor, template=template)
    messages.success(request, _("%(name)s is back.") % {"name": template.name})
    return redirect(request, reverse("web:templates:show", args=[template.pk]))
