"""Opens, clicks, bounces and unsubscriptions of the demo's finished campaign: simulated, repeatable."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from raabta.campaigns.models import Campaign
from raabta.kernel import clock, pumps
from raabta.messaging.evidence import Evidence
from raabta.messaging.models import Engagement, Message, TrackedLink
from raabta.messaging.services.bounces import note_bounce, note_complaint
from raabta.messaging.services.choices import unsubscribe
from raabta.messaging.services.engagement import keep_engagement
from raabta.workspaces.models import Workspace

Tell = Callable[[str, int, int], None]
READER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36"
PROXY = "Mozilla/5.0"  # what Apple's mail privacy proxy calls itself
SCANNER = "Mozilla/5.0 (compatible; Barracuda Sentinel (EE))"
NETWORK = "198.51.100."  # RFC 5737


def simulate_engagement(
    *, workspace: Workspace, campaign: Campaign, launched: datetime, tell: Tell
) -> None:
    """What readers did within ten days, at plausible moments; the same every time."""
    chance = Random("raabta demo engagement")  # noqa: S311  repeatable on purpose
    links = list(TrackedLink.objects.filter(origin=campaign.origin).order_by("pk"))
    sent = Message.objects.filter(origin=campaign.origin, state=Message.State.SENT).order_by("pk")
    messages = list(sent)
    for done, message in enumerate(messages):
        read(message, chance, launched, links)
        if done % 50 == 0:
            tell("Simulating opens and clicks", done, len(messages))
    pumps.run_until_idle(seconds=300)


def read(message: Message, chance: Random, launched: datetime, links: list[TrackedLink]) -> None:
    """One reader, or the machine in front of them."""
    draw = chance.random()
    if draw < 0.012:
        with clock.turned_to(launched + timedelta(minutes=12)):
            note_bounce(message, "hard", "550 5.1.1 no such user (simulated)")
        return
    if draw < 0.09:
        act(
            message,
            launched + timedelta(minutes=11, seconds=2),
            kind=Engagement.Kind.OPEN,
            user_agent=PROXY,
        )
    if draw > 0.96:
        scan(message, launched, links)
    if chance.random() > 0.42:
        return
    opened = launched + timedelta(minutes=12, hours=min(200.0, chance.expovariate(1 / 14)))
    act(message, opened, kind=Engagement.Kind.OPEN, user_agent=READER)
    if links and chance.random() < 0.24:
        link = chance.choices(links, weights=[6, *[1] * (len(links) - 1)])[0]
        act(
            message,
            opened + timedelta(seconds=40),
            kind=Engagement.Kind.CLICK,
            user_agent=READER,
            link=link,
        )
    leave = chance.random()
    with clock.turned_to(opened + timedelta(minutes=2)):
        if leave < 0.02:
            unsubscribe(
                message=message,
                evidence=Evidence(way="unsubscribe", ip=NETWORK + "9", user_agent=READER),
            )
        elif leave < 0.024:
            note_complaint(message, "abuse (simulated)")


def scan(message: Message, launched: datetime, links: list[TrackedLink]) -> None:
    """A scanner follows every link at once, seconds after the mail arrived."""
    for place, link in enumerate(links):
        moment = launched + timedelta(minutes=10, seconds=20, milliseconds=200 * place)
        act(message, moment, kind=Engagement.Kind.CLICK, user_agent=SCANNER, link=link)


def act(
    message: Message, at: datetime, *, kind: str, user_agent: str, link: TrackedLink | None = None
) -> None:
    with clock.turned_to(at):
        keep_engagement(
            message=message,
            kind=kind,
            link=link,
            ip=NETWORK + str(message.pk % 250 + 1),
            user_agent=user_agent,
        )
