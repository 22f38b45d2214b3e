"""What the builder shows while somebody edits: size, some people, words, hints, warnings."""

from dataclasses import dataclass, field

from raabta.audiences.condition import Condition
from raabta.audiences.question import Question
from raabta.audiences.rules import Group, Rule, expression, sentence
from raabta.customers.models import Customer
from raabta.warehouse.queries import fetch
from raabta.workspaces.models import Workspace

PEOPLE = 10
SECONDS = 10.0


@dataclass(frozen=True)
class Preview:
    count: int
    everybody: int
    people: list[Customer]
    sentence: str
    hints: dict[str, int] = field(default_factory=dict)  # people by path of item
    warnings: dict[str, list[str]] = field(default_factory=dict)  # by path of condition

    @property
    def share(self) -> float:
        return self.count / self.everybody if self.everybody else 0.0


def preview(workspace: Workspace, rule: Rule, *, asker: str = "", number: int = 0) -> Preview:
    """One look at the rule; a newer look of the same `asker` stops this one.

    Raises QueryStopped. `number` is the audience that is edited, 0 for a new one.
    """
    asked = Question(workspace, path=(number,) if number else ())
    found = asked.customer.filter(expression(rule, asked))
    rows = fetch(found.count(), seconds=SECONDS, asker=asker)
    some = fetch(
        found.order_by("dice").select("customer_id").limit(PEOPLE), seconds=SECONDS, asker=asker
    )
    shown = {one.pk: one for one in Customer.objects.filter(pk__in=[pk for (pk,) in some])}
    return Preview(
        count=int(rows[0][0]),
        everybody=int(fetch(asked.customer.count())[0][0]),
        people=[shown[pk] for (pk,) in some if pk in shown],
        sentence=sentence(rule, asked),
    )


def hints(workspace: Workspace, rule: Rule, *, asker: str = "", number: int = 0) -> Preview:
    """How many people each condition and group describes alone, and its warnings.

    Slower than `preview`, so the page asks for it afterwards.
    """
    asked = Question(workspace, path=(number,) if number else ())
    items = _items(rule, "")
    warnings = {
        path: told
        for path, item in items.items()
        if isinstance(item, Condition) and (told := item.warnings(asked))
    }
    counts: dict[str, int] = {}
    if items:
        holds = {f"at{path}": expression(item, asked) for path, item in items.items()}
        each = asked.customer.select(**holds)
        sums = {name: each[name].cast("int64").sum() for name in holds}
        (row,) = fetch(each.aggregate(**sums), seconds=SECONDS, asker=asker)
        counts = {path: int(total or 0) for path, total in zip(items, row, strict=True)}
    return Preview(0, 0, [], "", counts, warnings)


def _items(rule: Rule, path: str) -> dict[str, Group | Condition]:
    found: dict[str, Group | Condition] = {}
    for at, item in enumerate(rule.items):
        place = f"{path}.{at}" if path else str(at)
        found[place] = item
        if isinstance(item, Group):
            found |= _items(item, place)
    return found
