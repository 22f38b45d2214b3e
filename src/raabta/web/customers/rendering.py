"""Render with what this person may do, for every template of customers."""

from typing import Any

from django.http import HttpResponse

from raabta.web import http
from raabta.web.http import HttpRequest

RIGHTS = {
    "may_edit": "customers.edit",
    "may_merge": "customers.merge",
    "may_delete": "customers.delete",
    "may_erase": "customers.erase",
    "may_export": "customers.export",
    "may_import": "customers.import",
    "may_consent": "customers.consent",
    "may_define": "customers.attributes",
}


def render(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    rights = {name: request.may(permission) for name, permission in RIGHTS.items()}
    return http.render(request, template, {**rights, **context}, part=part, status=status)
