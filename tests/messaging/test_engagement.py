"""People and machines told apart, and what the ledger keeps of each."""

from datetime import UTC, datetime, timedelta

import pytest

from raabta.kernel import clock
from raabta.messaging.machines import APPLE_PRIVACY, TRAP_HINT, Act, signs
from raabta.messaging.models import Engagement, Mailing, Message, TrackedLink
from raabta.messaging.services import plan_messages
from raabta.messaging.services.engagement import judge_due, keep_engagement, rejudge
from raabta.messaging.services.sending import send_due
from raabta.tracking.event import unpack
from raabta.tracking.models import InboxBatch
from raabta.workspaces.models import Workspace
from tests.messaging.conftest import People

SENT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
LATER = SENT + timedelta(minutes=9)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
GMAIL = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"


def act(
    number: int, kind: str = "click", at: datetime = LATER, link: str = "a", **more: object
) -> Act:
    values = {"ip": "198.51.100.1", "user_agent": FIREFOX, "hints": (), **more}
    return Act(number, kind, link if kind == "click" else "", at, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (act(1), []),
        (act(1, "open"), []),
        (act(1, "open", user_agent=GMAIL), []),
        (act(1, "open", user_agent=APPLE_PRIVACY), ["privacy_proxy"]),
        (act(1, user_agent=""), ["no_agent"]),
        (act(1, user_agent="python-requests/2.32"), ["scanner_agent"]),
        (act(1, user_agent="Mozilla/5.0 (compatible; Barracuda Sentinel)"), ["scanner_agent"]),
        (act(1, hints=("head",)), ["head"]),
        (act(1, hints=("prefetch",)), ["prefetch"]),
        (act(1, at=SENT + timedelta(seconds=1)), ["too_soon"]),
        (act(1, "open", at=SENT + timedelta(seconds=2)), []),
    ],
)
def test_each_sign_of_a_machine_is_named(one: Act, expected: list[str]) -> None:
    assert signs([one], sent_at=SENT, links=3)[1] == expected


def test_following_all_links_at_once_is_a_burst_and_reading_on_is_none() -> None:
    quick = [act(n, link=link, at=LATER + timedelta(seconds=n / 2)) for n, link in enumerate("abc")]
    assert list(signs(quick, sent_at=SENT, links=8).values()) == [["burst"]] * 3
    slow = [act(n, link=link, at=LATER + timedelta(seconds=9 * n)) for n, link in enumerate("abc")]
    assert all(not why for why in signs(slow, sent_at=SENT, links=8).values())
    twice = [act(1), act(2, at=LATER + timedelta(seconds=1))]
    assert all(not why for why in signs(twice, sent_at=SENT, links=8).values())


def test_whoever_steps_into_the_trap_is_a_machine_with_all_that_came_from_there() -> None:
    trap = act(1, hints=(TRAP_HINT,), link="0")
    beside = act(2, at=LATER + timedelta(seconds=30))
    person = act(3, at=LATER + timedelta(seconds=40), ip="203.0.113.9")
    found = signs([trap, beside, person], sent_at=SENT, links=3)
    assert found == {1: [TRAP_HINT], 2: ["beside_trap"], 3: []}


@pytest.fixture
def message(workspace: Workspace, people: People, mailing: Mailing) -> Message:
    plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=people(1), not_before=clock.now()
    )
    send_due()
    return Message.objects.get()


def test_first_human_and_machine_moments_are_kept_apart_and_only_people_make_events(
    workspace: Workspace, message: Message
) -> None:
    assert message.sent_at
    link = TrackedLink.objects.get(url="https://shop.example/about")
    machine, person = message.sent_at + timedelta(minutes=1), message.sent_at + timedelta(hours=1)
    with clock.turned_to(machine):
        keep_engagement(message=message, kind="open", ip="17.0.0.1", user_agent=APPLE_PRIVACY)
    with clock.turned_to(person):
        keep_engagement(
            message=message, kind="click", link=link, ip="198.51.100.1", user_agent=FIREFOX
        )
        assert judge_due() == 1  # the click still waits for what may come with it
    with clock.turned_to(person + timedelta(seconds=5)):
        assert judge_due() == 1
        assert judge_due() == 0
    message.refresh_from_db()
    assert message.machine_opened_at == machine
    assert (message.opened_at, message.clicked_at) == (person, person)
    assert message.machine_clicked_at is None
    events = [event for batch in InboxBatch.objects.all() for event in unpack(batch.body)]
    assert [event.name for event in events] == ["email_clicked"]
    assert events[0].properties == {
        "message_id": message.pk, "origin": "campaign:1", "campaign_id": 1,
        "url": "https://shop.example/about",
    }  # fmt: skip


def test_judging_again_follows_todays_rules(workspace: Workspace, message: Message) -> None:
    assert message.sent_at
    at = message.sent_at + timedelta(hours=1)
    with clock.turned_to(at):
        keep_engagement(message=message, kind="open", ip="198.51.100.1", user_agent=FIREFOX)
    with clock.turned_to(at + timedelta(seconds=9)):
        judge_due()
    Engagement.objects.update(user_agent=APPLE_PRIVACY)
    assert rejudge(workspace=workspace, since=message.sent_at) == 1
    message.refresh_from_db()
    assert (message.opened_at, message.machine_opened_at) == (None, at)
    assert Engagement.objects.get().why == ["privacy_proxy"]


def test_a_machine_in_a_loop_fills_nothing(message: Message) -> None:
    Engagement.objects.bulk_create(
        Engagement(workspace=message.workspace, message=message, kind="open", at=clock.now())
        for _ in range(500)
    )
    assert keep_engagement(message=message, kind="open") is None
