from typing import Annotated, Any, ClassVar, Literal, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, model_validator

from raabta.audiences.condition import Condition
from raabta.audiences.controls import Input
from raabta.audiences.facts import any_of, mine
from raabta.audiences.question import Question
from raabta.audiences.wording import listed, number, quoted
from raabta.commerce.conditions import ORDERS
from raabta.commerce.rfm import SEGMENTS

Segment = Literal[
    "champions", "loyal", "promising", "new", "attention", "cannot_lose", "at_risk", "sleeping",
    "lost",
]  # fmt: skip
Score = Annotated[int, Field(ge=1, le=5)]
SCORES = ("recency", "frequency", "monetary")


def worded(rows: Any, column: str, names: dict[str, Promise], *, default: str = "") -> Any:
    """The column's code in the reader's words, in one row; `default` where there is none."""
    found = rows.aggregate(code=rows[column].max())
    words = [(code, str(name)) for code, name in names.items()]
    return found.select(value=found.code.cases(*words, else_=default))


class RfmSegment(Condition):
    """The segment that recency and frequency put a buyer in."""

    key: ClassVar = "rfm_segment"
    label: ClassVar = gettext_lazy("RFM segment")
    group: ClassVar = ORDERS
    icon: ClassVar = "grid-3x3"

    segments: Annotated[
        list[Segment],
        Field(min_length=1, max_length=9),
        Input("choices", gettext_lazy("Segments")),
    ]

    def where(self, asked: Question) -> Any:
        rows = asked.tables.buyer
        return any_of(asked, rows.filter(rows.segment.isin(self.segments)))

    def sentence(self, asked: Question) -> str:
        names = [quoted(str(SEGMENTS[one])) for one in self.segments]
        return _("their RFM segment is %(segments)s") % {"segments": listed(names, "or")}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        rows = mine(asked.tables.buyer, customer_id)
        return {str(self.label): worded(rows, "segment", SEGMENTS)}

    @classmethod
    def options_for(
        cls, field: str, params: dict[str, Any], asked: Question
    ) -> list[tuple[str, Any]]:
        return list(SEGMENTS.items()) if field == "segments" else []


class RfmScores(Condition):
    """Scores from 1 to 5, each from the first to the second; the whole range is any buyer."""

    key: ClassVar = "rfm_scores"
    label: ClassVar = gettext_lazy("RFM scores")
    group: ClassVar = ORDERS
    icon: ClassVar = "gauge"

    recency: Annotated[Score, Input("number", gettext_lazy("Recency, from"))] = 1
    recency_upto: Annotated[Score, Input("number", gettext_lazy("Recency, to"))] = 5
    frequency: Annotated[Score, Input("number", gettext_lazy("Frequency, from"))] = 1
    frequency_upto: Annotated[Score, Input("number", gettext_lazy("Frequency, to"))] = 5
    monetary: Annotated[Score, Input("number", gettext_lazy("Money, from"))] = 1
    monetary_upto: Annotated[Score, Input("number", gettext_lazy("Money, to"))] = 5

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if any(low > high for low, high in self._ranges()):
            raise ValueError(_("The first score is above the second."))
        return self

    def where(self, asked: Question) -> Any:
        rows = asked.tables.buyer
        for name, (low, high) in zip(SCORES, self._ranges(), strict=True):
            rows = rows.filter(rows[name].between(low, high))
        return any_of(asked, rows)

    def sentence(self, asked: Question) -> str:
        ranges = [
            number(low) if low == high else f"{number(low)}–{number(high)}"
            for low, high in self._ranges()
        ]
        words = dict(zip(SCORES, ranges, strict=True))
        return (
            _("their RFM scores are %(recency)s, %(frequency)s and %(monetary)s (of five)") % words
        )

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        rows = mine(asked.tables.buyer, customer_id)
        names = (_("Recency"), _("Frequency"), _("Money"))
        return {
            name: rows.aggregate(value=rows[key].max())
            for name, key in zip(names, SCORES, strict=True)
        }

    def _ranges(self) -> list[tuple[int, int]]:
        return [(getattr(self, name), getattr(self, f"{name}_upto")) for name in SCORES]
