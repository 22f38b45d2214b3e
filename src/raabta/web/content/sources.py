"""The code tab: the variant's MJML as text, on the same tree as the blocks."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.content import mjml, services
from raabta.content.checks import variant_problems
from raabta.content.compiling import CompileError
from raabta.web.content.found import number, variant_of
from raabta.web.content.tabs import tab_context
from raabta.web.http import HttpRequest, page, redirect, render


@page("content.edit", methods="GET POST")
def edit(request: HttpRequest, variant_id: int) -> HttpResponse:
    variant = variant_of(request, variant_id)
    source, error = request.POST.get("source", ""), ""
    if request.method == "POST":
        try:
            revision = number(request.POST.get("revision", ""))
            services.change_source(variant=variant, revision=revision, source=source)
        except (mjml.MjmlError, CompileError) as refusal:
            error = _("Nothing was saved. %(why)s") % {"why": refusal}
        except services.EditConflict:
            error = _("Nothing was saved: this mail was changed elsewhere while you had it open.")
        else:
            messages.success(request, _("The code was saved."))
            return redirect(request, reverse("web:variants:code", args=[variant.pk]))
    context = tab_context(request, variant, "code") | {
        "source": source or mjml.laid_out(variant.tree),
        "error": error,
        "problems": variant_problems(request.workspace, variant),
    }
    status = 422 if error else 200
    return render(request, "content/variants/code.html", context, status=status)
