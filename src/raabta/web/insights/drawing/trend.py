from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from raabta.audiences.question import Question
from raabta.audiences.wording import number
from raabta.insights.analyses.trend import Trend, TrendAnswer, TrendPart
from raabta.web.insights.behind import people_url
from raabta.web.templatetags import localised

MOST_LINKS = 120  # periods whose people can be opened from the chart


def drawn(trend: Trend, answer: TrendAnswer, asked: Question) -> dict[str, Any]:
    labels = [_label(trend, at, asked) for at in answer.periods]
    if trend.split:
        series = [
            {"name": _("Others") if one.value is None else one.value or _("(empty)"),
             "data": one.now}
            for one in answer.lines
        ]  # fmt: skip
    else:
        line = answer.lines[0]
        series = [
            {"name": _("This period"), "data": line.now},
            {"name": _("The period before"), "data": line.before},
        ]
    links = [people_url(trend, TrendPart(at=at)) for at in answer.periods[:MOST_LINKS]]
    return {
        "total": None if answer.total is None else number(round(answer.total, 2)),
        "before": None if answer.total_before is None else number(round(answer.total_before, 2)),
        "change": answer.change,
        "chart": {
            "kind": "line",
            "axis": _("Begins"),
            "labels": labels,
            "series": series,
            "links": links,
        },
    }


def _label(trend: Trend, at: datetime, asked: Question) -> str:
    local = at.astimezone(asked.zone)
    return localised.day_and_hour(local) if trend.unit == "hour" else localised.day(local.date())
