"""What people see when something is refused, missing or broken."""

import json
import sys

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from raabta.kernel import disk

log = structlog.get_logger()


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 403, _("You are not allowed to do this. Nothing was changed."))


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, 404, _("This is no longer there."))


def broken(request: HttpRequest) -> HttpResponse:
    words = _("Something went wrong on our side. Please try again in a moment.")
    if is_full := disk.is_full(sys.exception()):
        words = _(
            "The server's disk is full. Nothing was changed; its administrator can make room."
        )
    try:
        return answer(request, 503 if is_full else 500, words, "500")
    except Exception:
        log.exception("the error page failed")
        return HttpResponse(words, status=500, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    log.warning("request refused", reason=reason, path=request.path)
    return answer(request, 403, _("This page was open too long. Load it again, then try."), "csrf")


def answer(request: HttpRequest, status: int, words: str, template: str = "") -> HttpResponse:
    """A page of its own; for htmx a toast, so that the page in view stays as it is."""
    if getattr(request, "htmx", False):
        toast = {"toast": {"text": words, "tone": "error"}}
        headers = {"HX-Reswap": "none", "HX-Trigger": json.dumps(toast)}
        return HttpResponse(status=status, headers=headers)
    return render(request, f"{template or status}.html", {"words": words}, status=status)
