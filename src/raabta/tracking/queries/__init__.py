"""Questions about sources, calls and the catalogue."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from raabta.tracking.models import CatalogueEvent, HeldCall, SeenCall, Source, SourceDay
from raabta.workspaces.models import Workspace

MOST_ORIGINS = 50


class BadOrigin(ValueError):
    """The text is no origin of a web page; the message is for the reader."""


def sources(workspace: Workspace) -> QuerySet[Source]:
    return Source.objects.filter(workspace=workspace, deleted_at=None).order_by("-pk")


def counts_since(workspace: Workspace, since: date) -> dict[int, dict[str, int]]:
    """How many calls of each source ended which way, from this day on."""
    rows = (
        SourceDay.objects.filter(workspace=workspace, on__gte=since)
        .values_list("source_id", "outcome")
        .annotate(sum=Sum("count"))
    )
    found: dict[int, dict[str, int]] = defaultdict(Counter)
    for source_id, outcome, count in rows:
        found[source_id][outcome] = count
    return found


def calls(workspace: Workspace, *, source_id: int, outcome: str = "") -> QuerySet[SeenCall]:
    """Newest first."""
    found = SeenCall.objects.filter(workspace=workspace, source=source_id)
    return (found.filter(outcome=outcome) if outcome else found).order_by("-pk")


def catalogue(
    workspace: Workspace, *, search: str = "", state: str = ""
) -> QuerySet[CatalogueEvent]:
    """The event seen last comes first."""
    found = CatalogueEvent.objects.filter(workspace=workspace)
    if search:
        found = found.filter(name__icontains=search)
    if state:
        found = found.filter(state=state)
    return found.order_by("-last_seen_at", "-pk")


def held_of(workspace: Workspace, event_id: int) -> int:
    return HeldCall.objects.filter(workspace=workspace, event=event_id).count()


def origins_of(texts: Iterable[str]) -> list[str]:
    """Origins as browsers write them. Raises BadOrigin."""
    found = list(dict.fromkeys(_origin(text.strip()) for text in texts if text.strip()))
    if len(found) > MOST_ORIGINS:
        raise BadOrigin(_("At most %(most)s addresses can be given.") % {"most": MOST_ORIGINS})
    return found


def _origin(text: str) -> str:
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not host or len(text) > 300 or "\x00" in text:
        words = _("“%(text)s” is no address of a website such as https://shop.example.")
        raise BadOrigin(words % {"text": text[:100]})
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")
