from datetime import UTC, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.attribute_kind import AttributeKind, wrong
from raabta.customers.attribute_kinds.number import ascii_digits
from raabta.customers.models import AttributeDefinition


class Moment(AttributeKind):
    """A day with its time. Kept (all of one length, so that texts sort like moments) in UTC; what says no zone is meant in the workspace's."""

    key: ClassVar = "moment"
    label: ClassVar = gettext_lazy("Date and time")
    position: ClassVar = 4
    compared_as: ClassVar = "moment"
    control: ClassVar = "moment"
    sample: ClassVar = "2026-03-14T09:30:00Z"

    def parse(self, about: AttributeDefinition, raw: Any) -> str:
        wanted = _("a date with a time such as 2026-03-31 14:30")
        if isinstance(raw, datetime):
            found = raw
        else:
            try:
                found = datetime.fromisoformat(ascii_digits(str(raw).strip()))
            except ValueError:
                raise wrong(about, raw, wanted) from None
        if found.tzinfo is None:
            found = found.replace(tzinfo=ZoneInfo(about.workspace.time_zone or "UTC"))
        try:
            return found.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
        except (OverflowError, ValueError):
            raise wrong(about, raw, wanted) from None

    def shown(self, value: Any) -> Any:
        try:
            return datetime.fromisoformat(str(value))
        except ValueError:
            return value
