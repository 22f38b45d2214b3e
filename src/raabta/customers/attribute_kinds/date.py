import datetime as dt
from typing import Annotated, Any, ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import model_validator

from raabta.customers.attribute_kind import AttributeKind, wrong
from raabta.customers.attribute_kinds.number import ascii_digits, in_order, within
from raabta.customers.control import Control
from raabta.customers.models import AttributeDefinition


class Date(AttributeKind):
    """Kept as YYYY-MM-DD."""

    key: ClassVar = "date"
    label: ClassVar = gettext_lazy("Date")
    position: ClassVar = 3
    compared_as: ClassVar = "date"
    cell: ClassVar = "date"
    control: ClassVar = "date"
    shown_as: ClassVar = "date"
    sample: ClassVar = "2026-03-14"

    earliest: Annotated[dt.date | None, Control(gettext_lazy("Not before"))] = None
    latest: Annotated[dt.date | None, Control(gettext_lazy("Not after"))] = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self.earliest, self.latest, "latest")
        return self

    def parse(self, about: AttributeDefinition, raw: Any) -> str:
        day = _day(about, raw)
        within(about, day, self.earliest, self.latest)
        return day.isoformat()


def _day(about: AttributeDefinition, raw: Any) -> dt.date:
    if isinstance(raw, dt.datetime):
        return raw.date()
    if isinstance(raw, dt.date):
        return raw
    try:
        return dt.datetime.fromisoformat(ascii_digits(str(raw).strip())).date()
    except ValueError:
        raise wrong(about, raw, _("a date such as 2026-03-31")) from None
