from datetime import timedelta
from email import message_from_bytes, policy

from raabta.kernel import bus, clock
from raabta.kernel.models import OutboxEvent
from raabta.messaging.compression import expand
from raabta.messaging.models import Mailing, Message, OutboxMail
from raabta.messaging.services import (
    cancel_mailing,
    pause_mailing,
    plan_messages,
    resume_mailing,
    seal_mailing,
)
from raabta.messaging.services.sending import send_due
from raabta.workspaces.models import Workspace
from tests.messaging.conftest import People

State = Message.State


def states() -> dict[str, int]:
    found: dict[str, int] = {}
    for state in Message.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def test_everybody_planned_gets_one_personal_mail_and_then_the_mailing_is_finished(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    ids = people(3)
    assert plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=ids, not_before=clock.now()
    ) == 3  # fmt: skip
    seal_mailing(workspace=workspace, origin="campaign:1")
    assert send_due() == 3
    assert send_due() == 0
    assert states() == {State.SENT: 3}
    kept = OutboxMail.objects.order_by("pk")
    assert [mail.subject for mail in kept] == [f"Spring for Person {n}" for n in range(3)]
    mailing.refresh_from_db()
    assert mailing.state == Mailing.State.FINISHED
    names = [row.name.rpartition(".")[2] for row in OutboxEvent.objects.all()]
    assert names == ["MailingFinished"]
    bus.deliver_pending()


def test_a_mail_is_multipart_in_the_readers_language_with_one_click_unsubscribe(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    ids = people(1, language="ur", first_name="عائشہ")
    plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=ids, not_before=clock.now()
    )
    send_due()
    message = Message.objects.get()
    mail = message_from_bytes(expand(OutboxMail.objects.get().raw), policy=policy.default)
    assert mail["Subject"] == "بہار مبارک"
    assert mail["To"].addresses[0].display_name == "عائشہ"
    assert mail["Message-ID"] == f"<{message.token}@shop.example>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].startswith(f"<http://127.0.0.1:8000/u/{message.token}/")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    html = mail.get_body(("html",)).get_content()
    assert "Hello عائشہ" in html
    assert f"/o/{message.token}.gif" in html
    assert "https://shop.example" not in html
    assert "https://shop.example" not in mail.get_body(("plain",)).get_content()
    assert message.language == "ur"


def test_planning_again_adds_nobody_twice(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    ids = people(5)
    first = plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=ids[:3], not_before=clock.now()
    )
    again = plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=[*ids, *ids], not_before=clock.now()
    )
    assert (first, again, Message.objects.count()) == (3, 2, 5)


def test_held_out_people_get_nothing(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    ids = people(2)
    plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=ids, not_before=clock.now(),
        held_out=True,
    )  # fmt: skip
    assert send_due() == 0
    assert states() == {State.HELD_OUT: 2}
    assert not OutboxMail.objects.exists()


def test_a_refusal_is_stored_with_its_rule_and_nothing_leaves(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    ids = [*people(1, consent=None), *people(1, email=""), *people(1)]
    plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=ids, not_before=clock.now()
    )
    send_due()
    told = Message.objects.order_by("customer").values_list("state", "reason")
    assert list(told) == [("refused", "no_consent"), ("refused", "no_address"), ("sent", "")]
    assert OutboxMail.objects.count() == 1


def test_messages_wait_for_their_moment(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    ids = people(2)
    now = clock.now()
    plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=ids,
        not_before={ids[0]: now, ids[1]: now + timedelta(hours=1)},
    )  # fmt: skip
    send_due()
    assert states() == {State.SENT: 1, State.QUEUED: 1}
    with clock.turned_to(now + timedelta(hours=2)):
        send_due()
    assert states() == {State.SENT: 2}


def test_a_paused_mailing_sends_nothing_until_it_is_resumed(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=people(2), not_before=clock.now()
    )
    assert pause_mailing(workspace=workspace, origin="campaign:1")
    assert send_due() == 0
    assert not OutboxMail.objects.exists()
    assert resume_mailing(workspace=workspace, origin="campaign:1")
    assert send_due() == 2


def test_a_cancelled_mailing_cancels_what_was_queued_and_cannot_go_on(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=people(2), not_before=clock.now()
    )
    assert cancel_mailing(workspace=workspace, origin="campaign:1")
    send_due()
    assert states() == {State.CANCELLED: 2}
    assert not resume_mailing(workspace=workspace, origin="campaign:1")
    assert send_due() == 0
    assert not OutboxMail.objects.exists()


def test_a_rate_is_kept(workspace: Workspace, people: People, mailing: Mailing) -> None:
    Mailing.objects.update(per_second=10)
    plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=people(40), not_before=clock.now()
    )
    now = clock.now()
    for tenths in range(11):
        with clock.turned_to(now + timedelta(seconds=tenths / 10)):
            send_due()
    assert states()[State.SENT] == 11


def test_a_template_that_fails_for_somebody_fails_for_them_alone(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    ids = [*people(1, email="no address at all"), *people(1)]
    plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=ids, not_before=clock.now()
    )
    send_due()
    told = Message.objects.order_by("customer").values_list("state", "reason")
    assert list(told) == [("failed", "content"), ("sent", "")]
