from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.audiences.controls import Input
from raabta.audiences.facts import any_of, mine
from raabta.audiences.question import Question
from raabta.audiences.spans import Spanned
from raabta.audiences.wording import quoted
from raabta.commerce.conditions import ORDERS
from raabta.commerce.conditions.lifecycle_stage import Stage
from raabta.commerce.lifecycle import STAGES


class EnteredStage(Spanned):
    """Who came into a stage then, also if they have left it since."""

    key: ClassVar = "entered_stage"
    label: ClassVar = gettext_lazy("Came into a life-cycle stage")
    group: ClassVar = ORDERS
    icon: ClassVar = "log-in"
    order: ClassVar = ("stage", "span")

    stage: Annotated[Stage, Input("select", gettext_lazy("Stage"), names=STAGES)] = "at_risk"

    def where(self, asked: Question) -> Any:
        return any_of(asked, self._rows(asked))

    def sentence(self, asked: Question) -> str:
        words = {"stage": quoted(str(STAGES[self.stage])), "when": self.when()}
        return _("they came into the life-cycle stage %(stage)s %(when)s") % words

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        rows = mine(self._rows(asked), customer_id)
        return {str(self.label): rows.aggregate(value=rows.changed_at.max())}

    def _rows(self, asked: Question) -> Any:
        rows = asked.tables.stage_change
        return rows.filter((rows.after == self.stage) & self.in_span(rows.changed_at, asked))
