from dataclasses import dataclass
from typing import Any

from babel.numbers import get_currency_precision
from django.utils.translation import gettext as _

from raabta.audiences.question import Question
from raabta.insights.analyses.retention import Cohort, Retention, RetentionAnswer, RetentionPart
from raabta.web.insights.behind import people_url
from raabta.web.templatetags import localised

SHADES = 10
MOST_ROWS = 60  # the newest; all are in the file


@dataclass(frozen=True)
class Cell:
    text: str
    shade: int  # 0 to SHADES
    url: str
    label: str
    is_open: bool = False  # the period is still under way


def drawn(retention: Retention, answer: RetentionAnswer, asked: Question) -> dict[str, Any]:
    shown = [one for one in answer.cohorts[-MOST_ROWS:] if one.size]
    most = max(
        (_per_person(one, n) or 0 for one in shown for n in range(len(one.values))), default=0
    )
    averages = [answer.average(n) for n in range(answer.periods + 1)]
    return {
        "size": answer.size,
        "columns": [localised.number(n) for n in range(answer.periods + 1)],
        "averages": [_text(retention, asked, value) for value in averages],
        "cohorts": [_line(retention, one, asked, most) for one in shown],
        "left_out": len([one for one in answer.cohorts if one.size]) - len(shown),
        "chart": {
            "kind": "line",
            **_format(retention, asked),
            "axis": _("Periods since the first time"),
            "labels": [localised.number(n) for n in range(answer.periods + 1)],
            "series": [{"name": _("All cohorts"), "data": averages}],
        },
    }


def _line(retention: Retention, one: Cohort, asked: Question, most: float) -> dict[str, Any]:
    day = localised.day(one.begins_on)
    cells: list[Cell | None] = []
    for n, value in enumerate(one.values):
        share = _per_person(one, n)
        if value is None or share is None:
            cells.append(None)
            continue
        scale = 1.0 if retention.measure == "people" else most or 1.0
        cells.append(
            Cell(
                text=_text(retention, asked, share),
                shade=max(0, min(SHADES, round(share / scale * SHADES))),
                url=people_url(retention, RetentionPart(cohort=one.begins_on, period=n)),
                label=_("%(day)s, period %(n)s") % {"day": day, "n": localised.number(n)},
                is_open=n + 1 == len(one.values) or one.values[n + 1] is None,
            )
        )
    return {
        "day": day,
        "size": one.size,
        "url": people_url(retention, RetentionPart(cohort=one.begins_on)),
        "cells": cells,
    }


def _per_person(one: Cohort, n: int) -> float | None:
    value = one.values[n]
    return None if value is None or not one.size else value / one.size


def _text(retention: Retention, asked: Question, value: float | None) -> str:
    if value is None:
        return ""
    if retention.measure == "people":
        return localised.percent(value)
    if retention.measure == "orders":
        return localised.money(round(value), asked.workspace.currency)
    return localised.number(round(value, 2))


def _format(retention: Retention, asked: Question) -> dict[str, Any]:
    if retention.measure == "people":
        return {"format": "percent"}
    if retention.measure != "orders":
        return {}
    currency = asked.workspace.currency
    return {"format": "money", "currency": currency, "places": get_currency_precision(currency)}
