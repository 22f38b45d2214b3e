"""What a dead process leaves behind, and unknown messages that somebody settles."""

from datetime import timedelta

import pytest

from raabta.kernel import clock
from raabta.messaging.models import Mailing, Message, OutboxMail
from raabta.messaging.services import places, plan_messages, settle_unknown
from raabta.messaging.services.channels import create_channel
from raabta.messaging.services.claims import Handed, Settled, claim, hand_over, settle
from raabta.messaging.services.recovery import recover
from raabta.messaging.services.sending import send_due
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.messaging.conftest import People


@pytest.fixture
def planned(workspace: Workspace, people: People, mailing: Mailing) -> Mailing:
    plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=people(3), not_before=clock.now()
    )
    return mailing


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_claims_of_a_living_process_are_its_own_until_the_lease_ends(planned: Mailing) -> None:
    assert len(claim(planned, 2)) == 2
    assert len(claim(planned, 9)) == 1
    assert recover() == 0
    with clock.turned_to(clock.now() + timedelta(minutes=2)):
        assert recover() == 3
    assert states() == ["queued"] * 3


def test_claims_of_a_dead_process_are_free_at_once(planned: Mailing) -> None:
    claim(planned)
    Message.objects.update(claimed_by=f"{places.MACHINE}:4194000:1")
    assert recover() == 3
    assert states() == ["queued"] * 3


def test_the_outbox_tells_what_it_kept_and_the_rest_goes_again_once(
    workspace: Workspace, planned: Mailing
) -> None:
    rows = claim(planned)
    hand_over([Handed(row.id, "a@people.example", "en") for row in rows])
    OutboxMail.objects.create(
        workspace=workspace, message_id=rows[0].id, token=rows[0].token, recipient="a", subject="",
        raw=b"", received_at=clock.now(),
    )  # fmt: skip
    with clock.turned_to(clock.now() + timedelta(minutes=2)):
        recover()
        assert states() == ["sent", "queued", "queued"]
        send_due()
    assert states() == ["sent"] * 3
    assert OutboxMail.objects.count() == 3


def test_what_a_server_may_have_is_unknown_and_a_late_answer_still_counts(
    workspace: Workspace, planned: Mailing
) -> None:
    settings = {"host": "127.0.0.1", "port": 1, "security": "none"}
    create_channel(
        workspace=workspace, actor=SYSTEM, key="smtp", name="R", settings=settings, is_default=True
    )
    rows = claim(planned)
    hand_over([Handed(row.id, "a@people.example", "en") for row in rows])
    with clock.turned_to(clock.now() + timedelta(minutes=2)):
        recover()
    assert states() == ["unknown"] * 3
    settle(workspace.pk, [Settled(rows[0].id, "sent")])
    assert states() == ["sent", "unknown", "unknown"]


@pytest.mark.parametrize(
    ("policy", "state"), [("sent", "sent"), ("failed", "failed"), ("resend", "queued")]
)
def test_somebody_settles_unknown_messages(
    workspace: Workspace, planned: Mailing, policy: str, state: str
) -> None:
    Message.objects.update(state="unknown", sent_at=clock.now())
    Mailing.objects.update(state="finished", finished_at=clock.now())
    assert settle_unknown(workspace=workspace, origin="campaign:1", policy=policy) == 3
    assert states() == [state] * 3
    planned.refresh_from_db()
    assert planned.state == ("active" if policy == "resend" else "finished")


def test_a_row_that_another_process_took_over_is_not_handed_over(planned: Mailing) -> None:
    rows = claim(planned)
    Message.objects.filter(pk=rows[0].id).update(claimed_by="somebody else")
    ours = hand_over([Handed(row.id, "a@people.example", "en") for row in rows])
    assert ours == {row.id for row in rows[1:]}
