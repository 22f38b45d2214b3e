from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import Field

from raabta.audiences.amounts import Compared, in_words
from raabta.audiences.condition import Choice
from raabta.audiences.controls import Input
from raabta.audiences.facts import mine, totals
from raabta.audiences.field_filter import FieldFilter, filters_in_words
from raabta.audiences.property_filter import VALUE_FIELD
from raabta.audiences.question import Question
from raabta.audiences.spans import Days
from raabta.audiences.wording import number, quoted, tidy
from raabta.customers.fields import definitions_of
from raabta.objects.models import ObjectKind
from raabta.objects.queries import kinds, roles_of
from raabta.warehouse.functions import from_json

WHEN = {
    "next": gettext_lazy("is in the next … days"),
    "last": gettext_lazy("is in the last … days"),
    "ahead": gettext_lazy("is more than … days ahead"),
    "ago": gettext_lazy("is more than … days ago"),
}


class HasObject(Compared):
    """How many records of a kind a person has; who has none has 0 of them."""

    key: ClassVar = "has_object"
    label: ClassVar = gettext_lazy("Custom object")
    group: ClassVar = gettext_lazy("Custom objects")
    icon: ClassVar = "box"
    order: ClassVar = (
        "comparison", "amount", "upper", "role", "day", "when", "within", "filters",
    )  # fmt: skip

    kind: Annotated[str, Field(min_length=1, max_length=40), Input("hidden")]
    role: Annotated[str, Field(max_length=40), Input("select", gettext_lazy("Role"))] = ""
    day: Annotated[str, Field(max_length=60), Input("select", gettext_lazy("A date of it"))] = ""
    when: Annotated[
        Literal["next", "last", "ahead", "ago"],
        Input("select", gettext_lazy("Comparison of the date"), names=WHEN),
    ] = "next"
    within: Annotated[Days, Input("number", gettext_lazy("Days"))] = 30
    filters: Annotated[
        list[FieldFilter],
        Field(max_length=5),
        Input("filters", gettext_lazy("Of which it is true that")),
    ] = []

    def where(self, asked: Question) -> Any:
        rows = self._rows(asked)
        return totals(asked, rows, rows.record_id.nunique(), wanted=self)

    def flips_at(self, asked: Question) -> datetime | None:
        return asked.midnight if self.day else None

    def sentence(self, asked: Question) -> str:
        amount = in_words(self.comparison, number(self.amount), number(self.upper or 0))
        kind, plural = self._names(asked)
        text = ngettext(
            "they have %(amount)s %(kind)s %(role)s %(day)s %(filters)s",
            "they have %(amount)s %(plural)s %(role)s %(day)s %(filters)s",
            self.plural,
        )
        words = {"role": self._role_in_words(asked), "day": self._day_in_words(asked)}
        filters = filters_in_words(self.filters)
        return tidy(
            text % {"amount": amount, "kind": kind, "plural": plural, "filters": filters, **words}
        )

    def seen(self, asked: Question, customer_id: int) -> dict[str, Any]:
        rows = mine(self._rows(asked), customer_id)
        kind, plural = self._names(asked)
        return {plural or kind: rows.aggregate(value=rows.record_id.nunique())}

    def warnings(self, asked: Question) -> list[str]:
        kind = self._kind(asked)
        if kind is None:
            return [_("There is no kind of object “%(key)s”.") % {"key": self.kind}]
        known = [one.key for one in definitions_of(asked.workspace, kind.subject)]
        named = {"known": ", ".join(known) or "—"}
        return [
            _("There is no field “%(key)s”. There are: %(known)s.") % {"key": one.name, **named}
            for one in self.filters
            if one.name not in known
        ]

    @classmethod
    def choices(cls, asked: Question) -> list[Choice]:
        return [Choice(label=one.name, params={"kind": one.key}) for one in kinds(asked.workspace)]

    @classmethod
    def options_for(
        cls, field: str, params: dict[str, Any], asked: Question
    ) -> list[tuple[str, Any]]:
        kind = kinds(asked.workspace).filter(key=str(params.get("kind", ""))).first()
        if kind is None or field not in {"role", "day"}:
            return []
        if field == "role":
            people = roles_of(kind).filter(target="person")
            return [("", _("Any role")), *people.values_list("key", "label")]
        dates = [one for one in definitions_of(asked.workspace, kind.subject) if one.kind == "date"]
        return [("", _("Any day")), *((one.key, one.label) for one in dates)]

    @classmethod
    def suggests(cls, field: str, params: dict[str, Any], asked: Question) -> Any:
        place, filters = VALUE_FIELD.fullmatch(field), params.get("filters") or []
        if not place or int(place[1]) >= len(filters):
            return None
        rows, name = asked.tables.object_record, str(filters[int(place[1])].get("name", ""))
        if not name or '"' in name or "\\" in name:
            return None
        rows = rows.filter(rows.kind == str(params.get("kind", "")))
        return rows.select(value=from_json(rows.properties, name).fill_null(""))

    def _rows(self, asked: Question) -> Any:
        rows = asked.tables.object_record
        rows = rows.filter(rows.kind == self.kind)
        if self.role:
            rows = rows.filter(rows.role == self.role)
        if self.day:
            first, last = self._bounds(asked)
            text = from_json(rows.properties, self.day).fill_null("").substr(0, 10)
            fits = text != ""  # ISO days sort like text
            fits = fits & (text >= first.isoformat()) if first else fits
            rows = rows.filter(fits & (text <= last.isoformat()) if last else fits)
        for one in self.filters:
            rows = rows.filter(one.where(rows))
        return rows

    def _bounds(self, asked: Question) -> tuple[date | None, date | None]:
        return {
            "next": (asked.today, asked.days_ago(-self.within)),
            "last": (asked.days_ago(self.within), asked.today),
            "ahead": (asked.days_ago(-self.within - 1), None),
            "ago": (None, asked.days_ago(self.within + 1)),
        }[self.when]

    def _kind(self, asked: Question) -> ObjectKind | None:
        return ObjectKind.objects.filter(workspace=asked.workspace, key=self.kind).first()

    def _names(self, asked: Question) -> tuple[str, str]:
        kind = self._kind(asked)
        return (quoted(kind.name), quoted(kind.plural)) if kind else (quoted(self.kind),) * 2

    def _role_in_words(self, asked: Question) -> str:
        if not self.role:
            return ""
        options = dict(self.options_for("role", {"kind": self.kind}, asked))
        return _("in the role %(role)s") % {"role": quoted(options.get(self.role, self.role))}

    def _day_in_words(self, asked: Question) -> str:
        if not self.day:
            return ""
        options = dict(self.options_for("day", {"kind": self.kind}, asked))
        patterns = {
            "next": ngettext(
                "whose %(field)s is in the next %(days)s day",
                "whose %(field)s is in the next %(days)s days", self.within,
            ),
            "last": ngettext(
                "whose %(field)s is in the last %(days)s day",
                "whose %(field)s is in the last %(days)s days", self.within,
            ),
            "ahead": ngettext(
                "whose %(field)s is more than %(days)s day ahead",
                "whose %(field)s is more than %(days)s days ahead", self.within,
            ),
            "ago": ngettext(
                "whose %(field)s is more than %(days)s day ago",
                "whose %(field)s is more than %(days)s days ago", self.within,
            ),
        }  # fmt: skip
        words = {"field": quoted(options.get(self.day, self.day)), "days": number(self.within)}
        return patterns[self.when] % words
