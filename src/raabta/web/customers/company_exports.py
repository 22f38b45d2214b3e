"""The list of companies as a file."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from raabta.customers.attributes import exported
from raabta.customers.fields import definitions_of
from raabta.customers.models import AttributeDefinition
from raabta.customers.queries import with_people_count
from raabta.web.customers.companies import matching, order_of
from raabta.web.customers.table_response import table_response
from raabta.web.http import HttpRequest, page


@page("customers.export")
def show(request: HttpRequest, kind: str) -> HttpResponse:
    """The companies that the list shows, with the attributes of companies."""
    own = definitions_of(request.workspace, AttributeDefinition.Subject.COMPANY)
    headings = [
        _("Name"),
        _("E-mail domain"),
        _("Phone"),
        _("Country"),
        _("City"),
        _("External id"),
        _("Part of"),
        _("People"),
        *[one.label for one in own],
        _("Added"),
    ]
    rows = _rows(request, own)
    return table_response(request, _("Companies"), kind, headings=headings, rows=rows)


def _rows(request: HttpRequest, own: list[AttributeDefinition]) -> Iterator[list[Any]]:
    found = (
        with_people_count(matching(request))
        .select_related("parent")
        .order_by(order_of(request), "pk")
    )
    for one in found.iterator(chunk_size=2_000):
        yield [
            one.name,
            one.domain,
            one.phone,
            one.country,
            one.city,
            one.external_id,
            one.parent.name if one.parent else "",
            getattr(one, "people_count", 0),
            *[exported(each, one.attributes.get(each.key)) for each in own],
            one.created_at,
        ]
