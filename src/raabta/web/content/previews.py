"""How a mail looks for one person: the page around it, and the mail itself in a frame."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from raabta.content.queries import awkward_people
from raabta.customers.queries import find_people, people_by_id
from raabta.web.content.found import variant_of
from raabta.web.content.overviews import audiences_of, chosen_audience, people_of
from raabta.web.content.previewing import Preview, framed, preview_of
from raabta.web.content.tabs import tab_context
from raabta.web.http import HttpRequest, page, render
from raabta.web.paging import whole

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: http: data:; "
    "font-src https:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)


@page("content.view")
def index(request: HttpRequest, variant_id: int) -> HttpResponse:
    variant = variant_of(request, variant_id)
    audience, search = chosen_audience(request), request.GET.get("q", "").strip()
    person = request.GET.get("person", "")
    context: dict[str, Any] = tab_context(request, variant, "preview") | {
        "audiences": audiences_of(request),
        "audience": audience,
        "awkward": awkward_people(
            request.workspace, variant.template, people_of(request, audience)
        ),
        "found": find_people(request.workspace, search, 10) if search else [],
        "search": search,
        "person": _person(request, person),
        "preview": preview_of(request, variant, person),
        "width": "phone" if request.GET.get("width") == "phone" else "desktop",
        "dark": request.GET.get("dark") == "1",
        "shows_text": request.GET.get("part") == "text",
    }
    return render(request, "content/variants/preview.html", context, part="shown")


def _person(request: HttpRequest, text: str) -> object | None:
    asked = whole(text)
    found = people_by_id(request.workspace, [asked]) if asked is not None else []
    return found[0] if found else None


@xframe_options_sameorigin
@page("content.view")
def show(request: HttpRequest, variant_id: int) -> HttpResponse:
    variant = variant_of(request, variant_id)
    preview: Preview = preview_of(request, variant, request.GET.get("person", ""))
    if preview.error:
        words = _("This mail cannot be shown yet: %(why)s") % {"why": preview.error}
        body = framed.message(words)
    else:
        body = framed.page(preview.html, is_dark=request.GET.get("dark") == "1")
    response = HttpResponse(body)
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
