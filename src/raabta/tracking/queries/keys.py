"""Which source a write key belongs to, remembered for a moment: every call asks."""

from dataclasses import dataclass
from time import monotonic

from django_scopes import scopes_disabled

from raabta.tracking.models import Source

SECONDS = 5.0
MOST = 10_000


@dataclass(frozen=True)
class SourceAccess:
    """What the intake must know of a source."""

    source_id: int
    workspace_id: int
    is_web: bool
    is_on: bool
    origins: frozenset[str]
    honours_signals: bool
    sets_machines_apart: bool


_known: dict[str, tuple[float, SourceAccess]] = {}


def source_of(write_key: str) -> SourceAccess | None:
    """The source, at most five seconds old, also where another process changed it."""
    held = _known.get(write_key)
    if held and monotonic() - held[0] < SECONDS:
        return held[1]
    found = _asked(write_key)
    if found is not None:
        if len(_known) >= MOST:
            _known.clear()
        _known[write_key] = (monotonic(), found)
    return found


def forget_keys() -> None:
    """A source changed."""
    _known.clear()


def _asked(write_key: str) -> SourceAccess | None:
    # the key tells the workspace
    with scopes_disabled():
        row = Source.objects.filter(write_key=write_key, deleted_at=None).first()
    if row is None:
        return None
    return SourceAccess(
        source_id=row.pk,
        workspace_id=row.workspace_id,
        is_web=row.kind == Source.Kind.WEB,
        is_on=row.is_on,
        origins=frozenset(row.allowed_origins),
        honours_signals=row.honours_signals,
        sets_machines_apart=row.sets_machines_apart,
    )
