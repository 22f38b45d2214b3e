"""Pictures of a workspace: the library, upload, removal."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.content import queries, services
from raabta.content.services.images import MOST_BYTES
from raabta.web.content.found import aims_at
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.paging import after_and_before

MOST_AT_ONCE = 10


@page("content.view")
def index(request: HttpRequest) -> HttpResponse:
    rows, previous, following = after_and_before(request, queries.images(request.workspace))
    context: dict[str, Any] = {"images": rows, "previous": previous, "next": following}
    context |= {"may_edit": request.may("content.edit"), "base_url": settings.BASE_URL}
    context["field"] = request.GET.get("field", "")[:60]
    is_panel = aims_at(request, "panel-body")
    template = "content/images/choose.html" if is_panel else "content/images/index.html"
    return render(request, template, context)


@page("content.edit", methods="POST")
def create(request: HttpRequest) -> HttpResponse:
    files = request.FILES.getlist("picture")[:MOST_AT_ONCE]
    if not files:
        messages.error(request, _("Choose a picture first. Nothing was uploaded."))
    for file in files:
        try:
            # one byte more than allowed is enough to see that it is too large
            data = file.read(MOST_BYTES + 1)
            services.store_image(
                workspace=request.workspace,
                actor=request.actor,
                filename=file.name or "",
                data=data,
            )
        except services.BadImage as bad:
            messages.error(request, f"{file.name}: {bad}")
        else:
            messages.success(request, _("%(name)s was uploaded.") % {"name": file.name})
    return redirect(request, reverse("web:images:index"))


@page("content.edit", methods="POST")
def delete(request: HttpRequest, image_id: int) -> HttpResponse:
    image = get_object_or_404(queries.images(request.workspace), pk=image_id)
    services.remove_image(workspace=request.workspace, actor=request.actor, image=image)
    messages.success(request, _("%(name)s was removed.") % {"name": image.filename})
    return redirect(request, reverse("web:images:index"))
