"""How many people audiences have in common."""

from typing import Any

from ninja import Query, Router, Schema
from pydantic import Field

from raabta.api.access import ApiRequest, allowed
from raabta.api.audiences.rules import audience_of
from raabta.api.problems import problems_from
from raabta.api.shapes import Id
from raabta.audiences import queries
from raabta.audiences.queries.overlap import MOST
from raabta.audiences.rules import BadRule, to_json

router = Router()


class RegionOut(Schema):
    audience_ids: list[int] = Field(description="In all of these, in none of the others.")
    people: int
    rule: dict[str, Any]


class PairOut(Schema):
    audience_ids: list[int]
    people: int


class OverlapOut(Schema):
    regions: list[RegionOut] = Field(description="Those that have people, largest first.")
    pairs: list[PairOut]


class OverlapQuery(Schema):
    audience_id: list[Id] = Field(min_length=2, max_length=MOST)


@router.get("/overlap", response=OverlapOut, summary="How many people audiences have in common")
@allowed("audiences.view")
def show_overlap(request: ApiRequest, query: Query[OverlapQuery]) -> Any:
    workspace = request.auth.workspace
    chosen = [audience_of(workspace, pk) for pk in dict.fromkeys(query.audience_id)]
    with problems_from("Change the rule first.", conflicts=(BadRule,)):
        found = queries.overlap(workspace, chosen)
    return {
        "regions": [
            {
                "audience_ids": [chosen[at].pk for at in one.inside],
                "people": one.people,
                "rule": to_json(queries.region_rule(chosen, one.inside)),
            }
            for one in found.regions
        ],
        "pairs": [
            {"audience_ids": [chosen[one].pk, chosen[two].pk], "people": both}
            for (one, two), both in found.pairs().items()
        ],
    }
