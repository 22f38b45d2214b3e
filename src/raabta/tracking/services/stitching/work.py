"""What one step gathers, and writes at its end."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from raabta.customers.services.attribution import attribute_events
from raabta.tracking.call import Call
from raabta.tracking.event import KeptEvent
from raabta.tracking.models import Source
from raabta.tracking.services.stitching.cataloguing import Catalogue
from raabta.tracking.services.stitching.counting import Seen, save_counts
from raabta.tracking.services.stitching.known import Known
from raabta.tracking.services.stitching.reading import Read
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
    seen: Seen = field(default_factory=Seen)
    counts: Counter[tuple[int, str]] = field(default_factory=Counter)  # source, outcome

    @classmethod
    def of(
        cls,
        workspace: Workspace,
        deliveries: Sequence[Read],
        *,
        is_careful: bool,
    ) -> "Work":
        ids = {read.source_id for read in deliveries}
        calls = [call for read in deliveries for call in read.of_somebody()]
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
        kept, seen, moves = len(self.kept), len(self.seen.calls), dict(self.moves)
        lines = set(self.catalogue.lines)
        try:
            with transaction.atomic():
                yield
                self.known.save()
        except Exception:
            del self.kept[kept:], self.seen.calls[seen:]
            self.moves = moves
            self.catalogue.forget_all_but(lines)
            self.known = Known.of(self.workspace, self.calls)
            raise

    def save(self) -> None:
        self.known.save()
        if self.moves:
            attribute_events(workspace=self.workspace, owners=self.moves)
        self.catalogue.save()
        save_counts(self.workspace, self.counts)
        self.seen.save()
