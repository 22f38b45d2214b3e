"""Search among every kind of record: `/search`."""

from collections.abc import Iterator
from typing import Any

from ninja import Query, Router, Schema
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.problems import Problem
from raabta.api.shapes import Text
from raabta.search.queries import find
from raabta.search.source import SearchSource, in_order

router = Router()


class FoundOut(Schema):
    kind: str = Field(description="customers, companies, orders, products, campaigns…")
    id: int
    label: str
    hint: str = Field(description="Of a customer the address, of a product the code.")
    page: str = Field(description="Path of the record's page in the browser.")


class Results(Schema):
    data: list[FoundOut]


def _kinds(schema: dict[str, Any]) -> None:
    """Said when the schema is asked for: contexts and plug-ins add kinds."""
    schema["enum"] = ["", *(source.key for source in in_order())]


class SearchQuery(Schema):
    q: Text = Field(
        min_length=2, max_length=100, description="Parts of a name, an address or a number."
    )
    kind: Text = Field("", json_schema_extra=_kinds, description="Only this kind of record.")
    limit: int = Field(5, ge=1, le=50, description="How many of each kind.")


@router.get("", response=Results, summary="Find records")
@allowed("home.view")
def index(request: ApiRequest, query: Query[SearchQuery]) -> Any:
    """In Latin, Arabic and Bengali script, with a typo or two; best first within each kind.

    Kinds that the key's scopes do not show are left out.
    """
    return {"data": list(_found(request, query))}


def _found(request: ApiRequest, query: SearchQuery) -> Iterator[FoundOut]:
    workspace = request.auth.workspace
    for source in _asked(request, query.kind):
        ids = find(workspace, source, query.q, limit=query.limit)
        for hit in source().hits(workspace, ids):
            yield FoundOut(kind=source.key, id=hit.id, label=hit.label, hint=hit.hint, page=hit.url)


def _asked(request: ApiRequest, kind: str) -> list[type[SearchSource]]:
    every = in_order()
    if kind and kind not in {source.key for source in every}:
        errors = [{"where": "query.kind", "message": "There is no such kind of record."}]
        raise Problem(422, "Nothing was done. See errors for each parameter.", errors=errors)
    shown = [source for source in every if request.auth.may(source.permission)]
    return [source for source in shown if kind in {"", source.key}]
