"""Which opens and clicks were made by machines, and by which signs.

Mail scanners follow links, and privacy proxies fetch pictures, whether anybody reads or not. Each
sign stands for one cause; an engagement with any sign is a machine's. The signs are stored, so
that a better rule can judge again.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

BURST = timedelta(seconds=2)
BURST_LINKS = 3  # so many different links within BURST; or all of them, when there are fewer
SOON_CLICK = timedelta(seconds=3)
SOON_OPEN = timedelta(seconds=1)
TRAPPED = timedelta(minutes=10)  # whoever stepped into the trap is a machine so long around it
SCANNERS = re.compile(
    r"bot\b|crawl|spider|slurp|scan|preview|fetch|monitor|headless|phantom|selenium|puppeteer|"
    r"playwright|python|curl|wget|libwww|okhttp|go-http|java/|apache-http|ruby|perl|node-|axios|"
    r"barracuda|mimecast|proofpoint|forcepoint|symantec|fireeye|trendmicro|sophos|ironport|"
    r"messagelabs|safelinks|urldefense|bitdefender|kaspersky|virustotal|zscaler|cloudmark|"
    r"microsoft office existence|office/.*excel|ms-office|bingpreview|facebookexternalhit|whatsapp",
    re.IGNORECASE,
)
# proxies that fetch when a person opens: the picture is asked for by them, the reason is human
ON_BEHALF = re.compile(r"GoogleImageProxy|YahooMailProxy|ggpht\.com", re.IGNORECASE)
# Apple's mail privacy protection fetches everything ahead, and says nothing but this
APPLE_PRIVACY = "Mozilla/5.0"


@dataclass(frozen=True)
class Act:
    """One open or click, as it was asked for."""

    id: int
    kind: str  # open, click
    link: str  # which link; the trap's key for the trap, empty for an open
    at: datetime
    ip: str
    user_agent: str
    hints: tuple[str, ...]


TRAP_HINT = "trap"
HINTS = {"head", "prefetch", TRAP_HINT}


def signs(acts: Sequence[Act], *, sent_at: datetime | None, links: int) -> Mapping[int, list[str]]:
    """For each act of one message the signs of a machine; `links` is how many the message has."""
    bursts = _bursting(acts, links)
    traps = [act for act in acts if TRAP_HINT in act.hints]
    return {act.id: list(_signs(act, sent_at, bursts, traps)) for act in acts}


def _signs(
    act: Act, sent_at: datetime | None, bursts: set[int], traps: Sequence[Act]
) -> Iterator[str]:
    yield from (hint for hint in act.hints if hint in HINTS)
    agent = act.user_agent.strip()
    if not agent:
        yield "no_agent"
    elif agent == APPLE_PRIVACY:
        yield "privacy_proxy"
    elif SCANNERS.search(agent) and not ON_BEHALF.search(agent):
        yield "scanner_agent"
    if sent_at is not None and act.at - sent_at < (
        SOON_CLICK if act.kind == "click" else SOON_OPEN
    ):
        yield "too_soon"
    if act.id in bursts:
        yield "burst"
    if any(_beside(act, trap) for trap in traps):
        yield "beside_trap"


def _bursting(acts: Sequence[Act], links: int) -> set[int]:
    """Clicks that are part of a run over (nearly) all links, faster than anybody reads."""
    clicks = sorted((act for act in acts if act.kind == "click"), key=lambda act: act.at)
    enough = max(2, min(BURST_LINKS, links))
    found: set[int] = set()
    for at, first in enumerate(clicks):
        near = [act for act in clicks[at:] if act.at - first.at <= BURST]
        if len({act.link for act in near}) >= enough:
            found |= {act.id for act in near}
    return found


def _beside(act: Act, trap: Act) -> bool:
    return act.id != trap.id and act.ip == trap.ip and abs(act.at - trap.at) <= TRAPPED
