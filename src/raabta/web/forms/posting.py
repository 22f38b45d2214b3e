"""What a visitor sent, as a form or as JSON, and answers that pages of any origin may read."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

LARGEST = 200_000
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Accept",
    "Access-Control-Max-Age": "86400",
}


class Unreadable(ValueError):
    """The body is no form and no JSON object of texts; the message is for the sender."""


def read_posted(request: HttpRequest) -> dict[str, list[str]]:
    """Raises Unreadable."""
    if not (request.content_type or "").endswith("json"):
        return {key: [str(one) for one in request.POST.getlist(key)] for key in request.POST}
    if len(request.body) > LARGEST:
        raise Unreadable(_("This is too long."))
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Unreadable(_("This is no JSON.")) from None
    if not isinstance(told, dict):
        raise Unreadable(_("Send a JSON object with a value for each field."))
    return {key: [_text(one) for one in _many(value)] for key, value in told.items()}


def wants_json(request: HttpRequest) -> bool:
    sent, wanted = request.content_type or "", request.headers.get("Accept", "")
    return sent.endswith("json") or wanted.startswith("application/json")


def problem(status: int, detail: str, errors: dict[str, str] | None = None) -> HttpResponse:
    body = {"status": status, "detail": detail, "errors": errors or {}}
    return JsonResponse(body, status=status, headers=CORS)


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
