from collections.abc import Iterator
from contextlib import suppress
from typing import Any, ClassVar

from raabta.audiences.models import Audience
from raabta.audiences.queries import member_ids
from raabta.audiences.queries.membership import members_rule
from raabta.audiences.question import Question
from raabta.audiences.rules import BadRule, expression, parse
from raabta.audiences.searching import searched
from raabta.customers.selection import Selection
from raabta.warehouse.queries import stream
from raabta.workspaces.models import Workspace


class Matching(Selection):
    """Everybody whom a rule describes and the search finds, as the warehouse knows them."""

    key: ClassVar = "matching"
    asks_warehouse: ClassVar = True

    rule: dict[str, Any] = {}
    search: str = ""

    def batches(self, workspace: Workspace) -> Iterator[list[int]]:
        asked = Question(workspace)
        found = asked.customer.filter(expression(parse(self.rule), asked))
        found = searched(found, self.search, asked)
        for rows in stream(found.select("customer_id").order_by("customer_id")):
            yield [pk for (pk,) in rows]


class Members(Selection):
    """Who is in an audience; nobody when it is gone or its rule cannot be asked any more."""

    key: ClassVar = "audience"
    asks_warehouse: ClassVar = True

    audience: int

    def batches(self, workspace: Workspace) -> Iterator[list[int]]:
        found = Audience.objects.filter(workspace=workspace, pk=self.audience).first()
        if found is None:
            return iter(())
        with suppress(BadRule):
            return member_ids(workspace, members_rule(found))
        return iter(())
