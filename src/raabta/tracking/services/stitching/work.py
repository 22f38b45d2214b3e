"""What one step gathers, and writes at its end."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import msgspec
from django.db import transaction

from raabta.customers.services.attribution import attribute_events
from raabta.tracking.call import Call, parsed, text_id
from raabta.tracking.delivery import Delivery
from raabta.tracking.event import KeptEvent
from raabta.tracking.models import InboxBatch, SeenCall, Source
from raabta.tracking.services.stitching.cataloguing import Catalogue
from raabta.tracking.services.stitching.counting import save_counts, save_seen
from raabta.tracking.services.stitching.known import Known
from raabta.workspaces.models import Workspace


@dataclass
class Work:
    workspace: Workspace
    sources: dict[int, Source]
    known: Known
    catalogue: Catalogue
    calls: Sequence[Call]  # those that say somebody
    is_careful: bool  # a call that fails is set aside, instead of the whole step
    kept: list[KeptEvent] = field(default_factory=list)
    moves: dict[int, int] = field(default_factory=dict)  # visitor -> customer
    seen: list[SeenCall] = field(default_factory=list)
    counts: Counter[tuple[int, str]] = field(default_factory=Counter)  # source, outcome

    @classmethod
    def of(
        cls,
        workspace: Workspace,
        deliveries: Sequence[tuple[InboxBatch, Delivery]],
        *,
        is_careful: bool,
    ) -> "Work":
        ids = {batch.source_id or 0 for batch, _delivery in deliveries}
        calls = [call for _batch, delivery in deliveries for call in _readable(delivery)]
        return cls(
            workspace=workspace,
            sources={row.pk: row for row in Source.objects.filter(pk__in=ids)},
            known=Known.of(workspace, calls),
            catalogue=Catalogue.of(workspace, calls),
            calls=calls,
            is_careful=is_careful,
        )

    @contextmanager
    def whole_or_not_at_all(self) -> Iterator[None]:
        """A savepoint, also of what is gathered: it may name rows that are no more after it."""
        kept, seen, moves = len(self.kept), len(self.seen), dict(self.moves)
        lines = set(self.catalogue.lines)
        try:
            with transaction.atomic():
                yield
        except Exception:
            del self.kept[kept:], self.seen[seen:]
            self.moves = moves
            self.catalogue.forget_all_but(lines)
            self.known = Known.of(self.workspace, self.calls)
            raise

    def save(self) -> None:
        by_customer: dict[int, list[int]] = {}
        for visitor, customer in self.moves.items():
            by_customer.setdefault(customer, []).append(visitor)
        for customer, visitors in by_customer.items():
            attribute_events(workspace=self.workspace, origin_ids=visitors, customer_id=customer)
        self.catalogue.save()
        save_counts(self.workspace, self.counts)
        save_seen(self.seen)


def _readable(delivery: Delivery) -> list[Call]:
    """The calls that say somebody, for looking all of them up at once."""
    lost = {fate.index for fate in delivery.fates}
    found = []
    for index, raw in enumerate(delivery.calls):
        if index not in lost:
            try:
                found.append(parsed(memoryview(raw), delivery.kind))
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                continue  # `settle_call` meets it again, and says so
    return [call for call in found if text_id(call.user_id) or text_id(call.anonymous_id)]
