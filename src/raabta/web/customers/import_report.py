"""The report of an import in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raabta.customers.import_target import Explained, import_targets
from raabta.customers.imports.reasons import explain, in_words
from raabta.customers.models import Import
from raabta.customers.queries.imports import Progress, reasons_of, some_rejected
from raabta.web.templatetags.localised import number

VERBS: dict[str, tuple[Promise, str]] = {
    "created": (pgettext_lazy("import rows", "New"), "success"),
    "updated": (pgettext_lazy("import rows", "Changed"), "info"),
    "unchanged": (pgettext_lazy("import rows", "Unchanged"), "neutral"),
    "repeated": (pgettext_lazy("import rows", "Repeated in the file"), "neutral"),
    "skipped": (pgettext_lazy("import rows", "Left out"), "neutral"),
    "set_aside": (pgettext_lazy("import rows", "No sale"), "warning"),
    "rejected": (pgettext_lazy("import rows", "Rejected"), "error"),
}
STATES: dict[str, tuple[Promise, str]] = {
    "uploaded": (_("Not started"), "neutral"),
    "running": (_("Running"), "info"),
    "done": (_("Done"), "success"),
    "failed": (_("Failed"), "error"),
    "cancelled": (_("Cancelled"), "warning"),
    "reverting": (_("Being taken back"), "info"),
    "reverted": (_("Taken back"), "neutral"),
}
SHOWN_REJECTED = 20


@dataclass(frozen=True)
class Report:
    verbs: list[tuple[str, str, int]]
    facts: list[tuple[str, str, str, bool]]
    oddities: list[tuple[Explained, int]]
    reasons: list[tuple[str, int]]
    rejected: list[dict[str, Any]]
    has_rejected: bool
    seconds: int


def state_of(progress: Progress) -> tuple[str, str]:
    words, tone = STATES[progress.state]
    return str(words), tone


def verbs_of(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """Label, tone and number of rows, in a fixed order."""
    return [
        (str(label), tone, counts[key]) for key, (label, tone) in VERBS.items() if counts.get(key)
    ]


def report_of(row: Import) -> Report:
    target = import_targets[row.target]
    columns = row.layout["columns"]
    reasons = [(in_words(reason, row.target), count) for reason, count in reasons_of(row)]
    facts = [
        (fact.label, number(fact.amount / 1_000_000), fact.currency, fact.is_total)
        for fact in target.facts(row.notes)
    ]
    told = [(target.explain(note), count) for note, count in sorted(row.notes.items())]
    seconds = (
        (row.finished_at - row.started_at).total_seconds()
        if row.finished_at and row.started_at
        else 0
    )
    return Report(
        verbs=verbs_of(row.counts),
        facts=facts,
        oddities=[(words, count) for words, count in told if words and count],
        reasons=reasons,
        rejected=[
            {"line": one.line, "why": explain(one.problems, columns, row.target), "row": one.row}
            for one in some_rejected(row, SHOWN_REJECTED)
        ],
        has_rejected=bool(reasons),
        seconds=round(seconds),
    )
