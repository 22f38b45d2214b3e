"""The vocabulary of tags: rename, merge and delete them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raabta.customers.models import Tag
from raabta.customers.queries import tags_with_people_count
from raabta.customers.services import tags as services
from raabta.web.customers.forms import TagForm
from raabta.web.customers.rendering import render
from raabta.web.http import HttpRequest, page, redirect
from raabta.web.paging import whole

TEMPLATES = "customers/tags/"


@page("customers.view")
def index(request: HttpRequest) -> HttpResponse:
    held = {"tags": tags_with_people_count(), "form": TagForm()}
    return render(request, TEMPLATES + "index.html", held)


@page("customers.attributes", methods="POST")
def create(request: HttpRequest) -> HttpResponse:
    form = TagForm(request.POST)
    if form.is_valid():
        try:
            services.create_tag(workspace=request.workspace, **form.cleaned_data)
        except (services.TagExists, services.InvalidTag) as error:
            messages.error(request, str(error))
    return redirect(request, reverse("web:tags:index"))


@page("customers.attributes", methods="GET POST")
def edit(request: HttpRequest, tag_id: int) -> HttpResponse:
    tag = get_object_or_404(Tag, pk=tag_id)
    initial = {"name": tag.name, "tone": tag.tone}
    form = TagForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_tag(workspace=request.workspace, tag_id=tag.pk, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(request, reverse("web:tags:index"))
        except (services.TagExists, services.InvalidTag) as error:
            form.add_error("name", str(error))
    context = {"form": form, "tag": tag, "others": Tag.objects.exclude(pk=tag.pk).order_by("name")}
    status = 422 if form.errors else 200
    return render(request, TEMPLATES + "edit.html", context, part="panel", status=status)


@page("customers.attributes", methods="POST")
def merge(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Everybody with this tag gets the other one."""
    tag = get_object_or_404(Tag, pk=tag_id)
    target = get_object_or_404(Tag, pk=whole(request.POST.get("into", "")))
    count = services.merge_tags(workspace=request.workspace, source_id=tag.pk, target_id=target.pk)
    words = ngettext(
        "%(count)s customer now has “%(tag)s”.", "%(count)s customers now have “%(tag)s”.", count
    )
    messages.success(request, words % {"count": count, "tag": target.name})
    return redirect(request, reverse("web:tags:index"))


@page("customers.attributes", methods="POST")
def delete(request: HttpRequest, tag_id: int) -> HttpResponse:
    tag = get_object_or_404(Tag, pk=tag_id)
    services.delete_tag(workspace=request.workspace, tag_id=tag.pk)
    messages.success(request, _("The tag “%(tag)s” is gone.") % {"tag": tag.name})
    return redirect(request, reverse("web:tags:index"))
