"""Theme and language of whoever looks, logged in or not."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from raabta.web.http import redirect
from raabta.workspaces.services import prefer

YEAR = 365 * 24 * 3600


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    return _remember(request, "theme", chosen if chosen in {"light", "dark"} else "")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    return _remember(request, "language", chosen if chosen in dict(settings.LANGUAGES) else "")


def _remember(request: HttpRequest, name: str, value: str) -> HttpResponse:
    if request.user.is_authenticated:
        prefer(user=request.user, **{name: value})
    back = request.POST.get("next") or request.headers.get("Referer", "/")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    response = redirect(request, back if here else "/")
    response.set_cookie(f"raabta_{name}", value, max_age=YEAR, httponly=True, samesite="Lax")
    return response
