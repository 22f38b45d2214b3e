"""A template in one language: the block editor, its subject, adding and removing languages."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.content import services
from raabta.web.content.editor import conflict, editor_context, saved
from raabta.web.content.forms import DetailsForm
from raabta.web.content.found import aims_at, number, template_of, variant_of
from raabta.web.http import HttpRequest, page, redirect, render


@page("content.edit", methods="POST")
def create(request: HttpRequest, template_id: int) -> HttpResponse:
    template, language = template_of(request, template_id), request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    try:
        made = services.add_variant(template=template, actor=request.actor, language=language)
    except services.VariantExists:
        messages.error(request, _("The template has this language already."))
        return redirect(request, reverse("web:templates:show", args=[template.pk]))
    messages.success(request, _("This is a copy of the default language. Translate it now."))
    return redirect(request, reverse("web:variants:edit", args=[made.pk]))


@page("content.edit")
def edit(request: HttpRequest, variant_id: int) -> HttpResponse:
    variant = variant_of(request, variant_id)
    context = editor_context(request, variant, request.GET.get("block", ""))
    part = "chosen" if aims_at(request, "inspector") else ""
    return render(request, "content/variants/edit.html", context, part=part)


@page("content.edit", methods="POST")
def update(request: HttpRequest, variant_id: int) -> HttpResponse:
    variant = variant_of(request, variant_id)
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return saved(request, variant, details=form, status=422)
    try:
        services.change_details(
            variant=variant,
            revision=number(request.POST.get("revision", "")),
            subject=form.cleaned_data["subject"],
            preheader=form.cleaned_data["preheader"],
            plain_text=variant.plain_text,
        )
    except services.EditConflict:
        return conflict(request, variant)
    return saved(request, variant)


@page("content.edit", methods="POST")
def delete(request: HttpRequest, variant_id: int) -> HttpResponse:
    variant = variant_of(request, variant_id)
    template = variant.template
    try:
        services.remove_variant(template=template, actor=request.actor, variant=variant)
    except services.LastVariant:
        words = _("This is the default language. Choose another default first.")
        messages.error(request, words)
    else:
        messages.success(request, _("The language was removed from the template."))
    return redirect(request, reverse("web:templates:show", args=[template.pk]))
