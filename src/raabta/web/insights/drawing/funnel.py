from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raabta.audiences.question import Question
from raabta.audiences.wording import number
from raabta.insights.analyses.funnel import Funnel, FunnelAnswer, FunnelPart
from raabta.web.insights.behind import people_url


@dataclass(frozen=True)
class Row:
    """One step of the funnel."""

    number: int
    label: str
    people: int
    share: float | None
    of_before: float | None
    stopped: int | None  # who went no further; None after the last step
    people_url: str
    stopped_url: str


def drawn(funnel: Funnel, answer: FunnelAnswer, _asked: Question) -> dict[str, Any]:
    rows = [_row(funnel, answer, step) for step in range(1, len(funnel.steps) + 1)]
    return {
        "steps": rows,
        "converted": answer.share(len(rows)),
        "chart": {
            "kind": "bar",
            "horizontal": True,
            "axis": _("Step"),
            "labels": [f"{row.number}. {row.label}" for row in rows],
            "links": [row.people_url for row in rows],
            "series": [{"name": _("People"), "data": [row.people for row in rows]}],
        },
        "median": _written(answer.median),
        "slowest": _written(answer.slowest_tenth),
        "times": _times(answer),
        "branches": [
            (
                _("Others") if one.value is None else one.value or _("(empty)"),
                [
                    (people, FunnelAnswer(one.reached).share(step),
                     _branch_url(funnel, step, one.value))
                    for step, people in enumerate(one.reached, 1)
                ],
            )
            for one in answer.branches
        ],
    }  # fmt: skip


def _row(funnel: Funnel, answer: FunnelAnswer, step: int) -> Row:
    people = answer.reached[step - 1]
    is_last = step == len(funnel.steps)
    return Row(
        number=step,
        label=funnel.steps[step - 1].label,
        people=people,
        share=answer.share(step),
        of_before=answer.share_of_before(step),
        stopped=None if is_last else people - answer.reached[step],
        people_url=people_url(funnel, FunnelPart(step=step)),
        stopped_url="" if is_last else people_url(funnel, FunnelPart(step=step, outcome="stopped")),
    )


def _branch_url(funnel: Funnel, step: int, value: str | None) -> str:
    return "" if value is None else people_url(funnel, FunnelPart(step=step, value=value))


def _times(answer: FunnelAnswer) -> dict[str, Any] | None:
    if not answer.reached[-1]:
        return None
    return {
        "kind": "bar",
        "axis": _("Time from the first to the last step"),
        "labels": [_("up to %(time)s") % {"time": _written(until)} for until, _n in answer.times],
        "series": [{"name": _("People"), "data": [people for _until, people in answer.times]}],
    }


def _written(seconds: int | None) -> str:
    """A time in its largest fitting unit."""
    if seconds is None:
        return ""
    minutes, hours, days = seconds // 60, seconds / 3_600, seconds / 86_400
    if days >= 2:
        told = round(days, 1)
        return ngettext("%(n)s day", "%(n)s days", int(told)) % {"n": number(told)}
    if hours >= 2:
        told = round(hours, 1)
        return ngettext("%(n)s hour", "%(n)s hours", int(told)) % {"n": number(told)}
    if minutes >= 1:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": number(minutes)}
    return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": number(seconds)}
