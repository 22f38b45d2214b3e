"""The list of a kind's records as a file, under headings that name fields by key."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from raabta.customers.fields import definitions_of
from raabta.objects.models import ObjectKind
from raabta.objects.queries import links, matching, roles_of
from raabta.web.customers.table_response import table_response
from raabta.web.http import HttpRequest, page
from raabta.web.objects.records import order_of
from raabta.web.objects.rendering import kind_of

CHUNK = 500


@page("customers.export")
def records(request: HttpRequest, kind_id: int, kind: str) -> HttpResponse:
    """The records that the list shows; people are told by e-mail, external id or phone."""
    about = kind_of(request, kind_id)
    fields = definitions_of(request.workspace, about.subject)
    roles = roles_of(about)
    headings = [_("Unique key"), *[one.label for one in fields], *[one.label for one in roles]]
    keys, role_ids = [one.key for one in fields], [one.pk for one in roles]
    rows = _rows(request, about, keys, role_ids)
    return table_response(request, about.plural, kind, headings=headings, rows=rows)


def _rows(
    request: HttpRequest, kind: ObjectKind, keys: list[str], role_ids: list[int]
) -> Iterator[list[Any]]:
    found = matching(request.workspace, kind, request.GET.get("q", ""))
    ids = list(found.order_by(order_of(request), "pk").values_list("pk", flat=True))
    for at in range(0, len(ids), CHUNK):
        some = ids[at : at + CHUNK]
        held, ends = found.in_bulk(some), _ends(request, some)
        for pk in some:
            if pk in held:
                record = held[pk]
                values = [record.attributes.get(key) for key in keys]
                yield [record.external_id, *values, *["; ".join(ends[pk, r]) for r in role_ids]]


def _ends(request: HttpRequest, ids: list[int]) -> defaultdict[tuple[int, int], list[str]]:
    found: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    held = links(request.workspace).filter(record__in=ids)
    for one in held.select_related("customer", "company", "other").order_by("pk"):
        who = one.customer
        text = (who.email or who.external_id or who.phone) if who else str(one.company or one.other)
        found[one.record_id, one.role_id].append(text)
    return found
