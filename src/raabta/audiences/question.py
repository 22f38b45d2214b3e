"""What a rule is asked about: one workspace's tables at one moment, in its time zone."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from raabta.customers.models import AttributeDefinition, AttributePath
from raabta.customers.queries.paths import paths_in_use
from raabta.kernel import clock
from raabta.warehouse.tables import Tables
from raabta.workspaces.models import Workspace


class Question:
    """Handed to every condition; `asked.customer` is the table that its expression filters."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        now: datetime | None = None,
        path: tuple[int, ...] = (),
        among: bool = False,
    ) -> None:
        self.workspace = workspace
        self.tables = Tables(workspace.pk, among=among)
        self.now = now or clock.now()
        self.zone = ZoneInfo(workspace.time_zone or "UTC")
        self.path = path  # audiences that are being expanded, outermost first

    def inside(self, audience_id: int) -> "Question":
        """The same question within the rule of an audience."""
        path, among = (*self.path, audience_id), self.tables.among
        return Question(self.workspace, now=self.now, path=path, among=among)

    @cached_property
    def customer(self) -> Any:
        return self.tables.customer

    @cached_property
    def today(self) -> date:
        """The day it is at the workspace."""
        return self.now.astimezone(self.zone).date()

    @cached_property
    def definitions(self) -> dict[str, AttributeDefinition]:
        """Custom attributes of people by key, archived ones too."""
        found = AttributeDefinition.objects.filter(
            workspace=self.workspace, subject=AttributeDefinition.Subject.CUSTOMER
        )
        definitions = {one.key: one for one in found.order_by("position", "label")}
        for one in definitions.values():
            one.workspace = self.workspace
        return definitions

    @property
    def midnight(self) -> datetime:
        """The next one at the workspace: when its "today" moves on."""
        return datetime.combine(self.days_ago(-1), time(), self.zone).astimezone(UTC)

    @cached_property
    def paths(self) -> list[tuple[AttributeDefinition, AttributePath]]:
        """The places inside free-form attributes that were seen."""
        return paths_in_use(self.workspace)

    def days_ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def start_of(self, day: date) -> Any:
        """The day's first moment at the workspace, as an Ibis timestamp (UTC)."""
        return moment(datetime.combine(day, time(), self.zone))


def moment(at: datetime) -> Any:
    """An Ibis timestamp that both engines read alike; their own literals differ before 1970."""
    import ibis
    import ibis.expr.datatypes as dt

    text = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return ibis.literal(text).cast(dt.Timestamp(scale=6))
