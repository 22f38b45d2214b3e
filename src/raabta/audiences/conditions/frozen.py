from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from raabta.audiences.condition import Condition
from raabta.audiences.controls import Input
from raabta.audiences.groups import MEMBERSHIP
from raabta.audiences.models import Snapshot
from raabta.audiences.question import Question
from raabta.audiences.wording import day


class OnFrozenList(Condition):
    """Who was in an audience on the day that it was frozen, and still exists."""

    key: ClassVar = "frozen"
    label: ClassVar = gettext_lazy("Frozen list")
    group: ClassVar = MEMBERSHIP
    icon: ClassVar = "snowflake"

    snapshot: Annotated[
        str, Field(min_length=1, max_length=36), Input("select", gettext_lazy("List"))
    ]

    def where(self, asked: Question) -> Any:
        import ibis

        found = _lists(asked).filter(list_key=self.snapshot).first()
        if found is None:
            return ibis.literal(value=False)
        rows = asked.tables.frozen_member
        mine = rows.filter(rows.snapshot_id == found.pk)
        return asked.customer.customer_id.isin(mine.customer_id)

    def sentence(self, asked: Question) -> str:
        found = _lists(asked).filter(list_key=self.snapshot).first()
        if found is None:
            return _("they are on a list that does not exist any more")
        at = found.taken_at.astimezone(asked.zone).date()
        return _("they were on the list that was frozen on %(day)s") % {"day": day(at)}

    @classmethod
    def options_for(
        cls, field: str, params: dict[str, Any], asked: Question
    ) -> list[tuple[str, Any]]:
        if field != "snapshot":
            return []
        lists = _lists(asked).select_related("audience").order_by("-taken_at")
        return [("", _("Choose…")), *((one.list_key, _name(one, asked)) for one in lists)]


def _lists(asked: Question) -> Any:
    return Snapshot.objects.filter(workspace=asked.workspace).exclude(list_key="")


def _name(snapshot: Snapshot, asked: Question) -> str:
    at = day(snapshot.taken_at.astimezone(asked.zone).date())
    return f"{snapshot.audience}, {at}" if snapshot.audience else at
