"""The list of a kind's records as a file that an import reads back."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from raabta.customers.attributes import exported
from raabta.customers.fields import definitions_of
from raabta.customers.models import AttributeDefinition
from raabta.objects.models import ObjectRecord
from raabta.objects.queries import roles_of
from raabta.objects.queries.filtering import sorted_by
from raabta.web.customers.table_response import table_response
from raabta.web.http import HttpRequest, page
from raabta.web.objects.listing import ends_of, found_by
from raabta.web.objects.rendering import kind_of
from raabta.workspaces.models import Workspace

CHUNK = 500


@page("customers.export")
def records(request: HttpRequest, kind_id: int, kind: str) -> HttpResponse:
    """The records that the list shows; people are told by e-mail, external id or phone."""
    about = kind_of(request, kind_id)
    fields = definitions_of(request.workspace, about.subject)
    roles = list(roles_of(about))
    headings = [_("Unique key"), *[one.label for one in fields], *[one.label for one in roles]]
    found, _problem = found_by(request.workspace, about, request.GET)
    ordered = sorted_by(found, request.workspace, about, request.GET.get("sort", ""))
    rows = _rows(request.workspace, ordered, fields, [one.key for one in roles])
    return table_response(request, about.plural, kind, headings=headings, rows=rows)


def _rows(
    workspace: Workspace,
    found: QuerySet[ObjectRecord],
    fields: list[AttributeDefinition],
    roles: list[str],
) -> Iterator[list[Any]]:
    ids = list(found.values_list("pk", flat=True))
    for at in range(0, len(ids), CHUNK):
        some = ids[at : at + CHUNK]
        held = found.in_bulk(some)
        ends = ends_of(workspace, some, as_codes=True)
        for record in (held[pk] for pk in some if pk in held):
            values = [exported(one, record.attributes.get(one.key)) for one in fields]
            linked = ["; ".join(ends.get((record.pk, role), [])) for role in roles]
            yield [record.external_id, *values, *linked]
