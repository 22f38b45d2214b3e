"""The plain-text part: made from the blocks, or the author's own."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.content import services
from raabta.content.plain_text import plain_text
from raabta.web.content.found import number, variant_of
from raabta.web.content.tabs import tab_context
from raabta.web.http import HttpRequest, page, redirect, render


@page("content.edit", methods="GET POST")
def edit(request: HttpRequest, variant_id: int) -> HttpResponse:
    variant = variant_of(request, variant_id)
    made, error = plain_text(variant.tree), ""
    if request.method == "POST":
        text = request.POST.get("plain_text", "")[:100_000]
        is_own = request.POST.get("use") == "own"
        try:
            services.change_details(
                variant=variant,
                revision=number(request.POST.get("revision", "")),
                subject=variant.subject,
                preheader=variant.preheader,
                plain_text=text if is_own else "",
            )
        except services.EditConflict:
            error = _("Nothing was saved: this mail was changed elsewhere while you had it open.")
        else:
            messages.success(request, _("The plain text was saved."))
            return redirect(request, reverse("web:variants:plain_text", args=[variant.pk]))
    context = tab_context(request, variant, "text") | {"made": made, "error": error}
    status = 409 if error else 200
    return render(request, "content/variants/plain_text.html", context, status=status)
