from collections.abc import Iterator
from typing import Any, ClassVar

from raabta.audiences.question import Question
from raabta.audiences.rules import expression, parse
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
