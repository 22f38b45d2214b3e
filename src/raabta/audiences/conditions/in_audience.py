from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import field_validator

from raabta.audiences.condition import Condition, References
from raabta.audiences.controls import Input
from raabta.audiences.groups import MEMBERSHIP
from raabta.audiences.models import Audience
from raabta.audiences.queries.membership import kept, next_flip
from raabta.audiences.question import Question
from raabta.audiences.rules import BadRule, expression, parse
from raabta.audiences.wording import quoted

OPERATORS = {"in": gettext_lazy("is in"), "not_in": gettext_lazy("is not in")}
PATTERNS = {
    "in": gettext_lazy("they are in the audience %(audience)s"),
    "not_in": gettext_lazy("they are not in the audience %(audience)s"),
}


class InAudience(Condition):
    """The members of another audience. An audience inside itself lets nobody in."""

    key: ClassVar = "in_audience"
    label: ClassVar = gettext_lazy("Another audience")
    group: ClassVar = MEMBERSHIP
    icon: ClassVar = "target"

    operator: Annotated[
        Literal["in", "not_in"], Input("select", gettext_lazy("Comparison"), names=OPERATORS)
    ] = "in"
    audience: Annotated[int, Input("select", gettext_lazy("Audience"))]

    @field_validator("audience", mode="before")
    @classmethod
    def _is_chosen(cls, value: Any) -> Any:
        if value in {"", None}:
            raise ValueError(_("Choose an audience."))
        return value

    @classmethod
    def moved(cls, params: dict[str, Any], there: References) -> dict[str, Any]:
        return {**params, "audience": there.of("audiences.Audience", params.get("audience")) or 0}

    def where(self, asked: Question) -> Any:
        import ibis

        found = self._audience(asked)
        if found is None or found.pk in asked.path:
            return ibis.literal(value=False)
        try:
            holds = self._members(found, asked)
        except BadRule:
            return ibis.literal(value=False)
        return holds if self.operator == "in" else ~holds

    def _members(self, found: Audience, asked: Question) -> Any:
        """Those who are kept; where nobody is, the rule as it is now."""
        if kept(found) is None:
            return expression(parse(found.rule), asked.inside(found.pk))
        rows = asked.tables.member
        mine = rows.filter(rows.audience_id == found.pk)
        return asked.customer.customer_id.isin(mine.customer_id)

    def flips_at(self, asked: Question) -> datetime | None:
        found = self._audience(asked)
        if found is None or found.pk in asked.path:
            return None
        with suppress(BadRule):
            return next_flip(parse(found.rule), asked.inside(found.pk))
        return None

    def sentence(self, asked: Question) -> str:
        found = self._audience(asked)
        name = quoted(found.name) if found else _("(deleted)")
        return PATTERNS[self.operator] % {"audience": name}

    def warnings(self, asked: Question) -> list[str]:
        found = self._audience(asked)
        if found is None:
            return [_("The audience does not exist any more; nobody fits.")]
        if found.archived_at is not None:
            return [_("%(audience)s is archived; its rule still counts.") % {"audience": found}]
        return []

    @classmethod
    def options_for(
        cls, field: str, params: dict[str, Any], asked: Question
    ) -> list[tuple[str, Any]]:
        if field != "audience":
            return []
        found = Audience.objects.filter(workspace=asked.workspace, archived_at=None)
        offered = found.exclude(pk__in=asked.path).order_by("name")
        return [("", _("Choose…")), *((str(one.pk), one.name) for one in offered)]

    def _audience(self, asked: Question) -> Audience | None:
        return Audience.objects.filter(workspace=asked.workspace, pk=self.audience).first()
