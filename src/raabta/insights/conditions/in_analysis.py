import json
from typing import Annotated, Any, ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, ValidationError, field_validator, model_validator

from raabta.audiences.condition import Choice, Condition, References
from raabta.audiences.controls import Input
from raabta.audiences.groups import BEHAVIOUR
from raabta.audiences.question import Question
from raabta.insights.analysis import Analysis, Part, analyses, part_of, written
from raabta.kernel.registry import UnknownMember

LONGEST = 20_000


class InAnalysis(Condition):
    """Among the people behind a number of an analysis, asked again each time.

    It holds the analysis itself, as the JSON of its settings, so that neither a change nor the
    end of a saved one changes the audience.
    """

    key: ClassVar = "in_analysis"
    label: ClassVar = gettext_lazy("In the answer of an analysis")
    group: ClassVar = BEHAVIOUR
    icon: ClassVar = "chart-column"

    analysis: Annotated[str, Field(max_length=40), Input("hidden")]
    settings: Annotated[str, Field(max_length=LONGEST), Input("hidden")]
    part: Annotated[str, Field(max_length=LONGEST), Input("hidden")]

    @classmethod
    def of(cls, analysis: Analysis, part: Part) -> Self:
        settings = json.dumps(analysis.to_json(), separators=(",", ":"), ensure_ascii=False)
        return cls(analysis=analysis.key, settings=settings, part=written(part))

    @field_validator("settings", "part", mode="before")
    @classmethod
    def _is_text(cls, value: Any) -> Any:
        return json.dumps(value) if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        try:
            self.asks()
        except (UnknownMember, ValidationError, ValueError):
            raise ValueError(_("This part of an analysis cannot be read.")) from None
        return self

    def asks(self) -> tuple[Analysis, Part]:
        """Raises UnknownMember or ValueError."""
        analysis = analyses.build(self.analysis, json.loads(self.settings))
        return analysis, part_of(analysis, self.part)

    @classmethod
    def choices(cls, asked: Question) -> list[Choice]:
        """It is made on the page of an analysis, by choosing a number there."""
        return []

    @classmethod
    def moved(cls, params: dict[str, Any], there: References) -> dict[str, Any]:
        try:
            member = analyses[str(params.get("analysis"))]
            settings = member.moved(json.loads(params.get("settings", "")), there)
        except (UnknownMember, ValueError, TypeError):
            return params
        return {**params, "settings": json.dumps(settings, separators=(",", ":"))}

    def where(self, asked: Question) -> Any:
        analysis, part = self.asks()
        return asked.customer.customer_id.isin(analysis.people(asked, part).customer_id)

    def sentence(self, asked: Question) -> str:
        analysis, part = self.asks()
        return analysis.part_words(part, asked)

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        analysis, part = self.asks()
        people = analysis.people(asked, part)
        return {_("Times"): people.filter(people.customer_id == customer_id).count()}
