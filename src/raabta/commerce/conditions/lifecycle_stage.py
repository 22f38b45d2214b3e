from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from raabta.audiences.condition import Condition
from raabta.audiences.controls import Input
from raabta.audiences.facts import any_of, mine
from raabta.audiences.question import Question
from raabta.audiences.wording import listed, quoted
from raabta.commerce.conditions import ORDERS
from raabta.commerce.conditions.rfm import worded
from raabta.commerce.lifecycle import PROSPECT, STAGES

Stage = Literal["prospect", "first", "active", "won_back", "at_risk", "lapsed"]


class LifecycleStage(Condition):
    """The stage somebody is in; who never bought is a prospect."""

    key: ClassVar = "lifecycle_stage"
    label: ClassVar = gettext_lazy("Life-cycle stage")
    group: ClassVar = ORDERS
    icon: ClassVar = "refresh-cw"

    stages: Annotated[
        list[Stage],
        Field(min_length=1, max_length=6),
        Input("choices", gettext_lazy("Stages")),
    ]

    def where(self, asked: Question) -> Any:
        rows = asked.tables.buyer
        found = any_of(asked, rows.filter(rows.stage.isin(self.stages)))
        if PROSPECT not in self.stages:
            return found
        return found | ~any_of(asked, rows)

    def sentence(self, asked: Question) -> str:
        names = [quoted(str(STAGES[one])) for one in self.stages]
        return _("their life-cycle stage is %(stages)s") % {"stages": listed(names, "or")}

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        rows = mine(asked.tables.buyer, customer_id)
        return {str(self.label): worded(rows, "stage", STAGES, default=str(STAGES[PROSPECT]))}

    @classmethod
    def options_for(
        cls, field: str, params: dict[str, Any], asked: Question
    ) -> list[tuple[str, Any]]:
        return list(STAGES.items()) if field == "stages" else []
