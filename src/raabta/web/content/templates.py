"""The list of templates, one template's overview, its settings."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.content import services
from raabta.content.queries import live_templates, templates, variants_of
from raabta.content.starter import STARTERS, starter_tree
from raabta.web.content.forms import EditTemplateForm, NewTemplateForm
from raabta.web.content.found import template_of
from raabta.web.content.overviews import language_choices, overview, rows_of
from raabta.web.http import HttpRequest, page, redirect, render


@page("content.view")
def index(request: HttpRequest) -> HttpResponse:
    search, archived = request.GET.get("q", "").strip(), request.GET.get("show") == "archived"
    found = live_templates(request.workspace)
    if archived:
        found = templates(request.workspace).exclude(archived_at=None).order_by("-archived_at")
    if search:
        found = found.filter(name__icontains=search)
    context = {
        "rows": rows_of(request.workspace, list(found[:200])),
        "total": found.count(),
        "archived": archived,
        "may_edit": request.may("content.edit"),
        "filtered": bool(search or archived),
        "states": [("archived", _("Archived"))],
    }
    return render(request, "content/templates/index.html", context, part="rows")


@page("content.view")
def show(request: HttpRequest, template_id: int) -> HttpResponse:
    template = template_of(request, template_id)
    return render(request, "content/templates/show.html", overview(request, template))


@page("content.edit", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    initial = {"language": request.workspace.language, "starter": request.GET.get("starter")}
    form = NewTemplateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        language, brand = form.cleaned_data["language"], services.brand_of(request.workspace)
        template = services.create_template(
            workspace=request.workspace,
            actor=request.actor,
            name=form.cleaned_data["name"],
            language=language,
            tree=starter_tree(form.cleaned_data["starter"], language=language, brand=brand),
        )
        first = variants_of(request.workspace, template)[0]
        return redirect(request, reverse("web:variants:edit", args=[first.pk]))
    context = {"form": form, "starters": STARTERS}
    status = 422 if form.is_bound else 200
    return render(request, "content/templates/new.html", context, status=status)


@page("content.edit", methods="GET POST")
def edit(request: HttpRequest, template_id: int) -> HttpResponse:
    template = template_of(request, template_id)
    form = EditTemplateForm(
        request.POST or None,
        languages=language_choices(variants_of(request.workspace, template)),
        initial={
            "name": template.name,
            "default_language": template.default_language,
            "when_missing": template.when_missing,
        },
    )
    if request.method == "POST" and form.is_valid():
        services.change_template(
            workspace=request.workspace, actor=request.actor, template=template, **form.cleaned_data
        )
        messages.success(request, _("The template was saved."))
        return redirect(request, reverse("web:templates:show", args=[template.pk]))
    context = {"form": form, "template": template}
    status = 422 if form.is_bound else 200
    return render(request, "content/templates/edit.html", context, status=status)


@page("content.edit", methods="POST")
def delete(request: HttpRequest, template_id: int) -> HttpResponse:
    template = template_of(request, template_id)
    services.archive_template(workspace=request.workspace, actor=request.actor, template=template)
    words = _("%(name)s is archived. Campaigns that use it keep it.")
    messages.success(request, words % {"name": template.name})
    return redirect(request, reverse("web:templates:index"))
