import time
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from threading import Event

import pytest

from raabta.kernel import clock
from raabta.messaging.models import ChannelSetting, Mailing, Message
from raabta.messaging.services import plan_messages
from raabta.messaging.services.channels import create_channel
from raabta.messaging.services.sending import send_due
from raabta.messaging.smtp import pool
from raabta.messaging.smtp.connection import dotted
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.messaging.conftest import People
from tests.messaging.smtp_server import Answer, SmtpServer

State = Message.State


@pytest.fixture(autouse=True)
def no_pools() -> Iterator[None]:
    yield
    for one in pool._pools.values():
        for connection in one._idle:
            connection.close()
    pool._pools.clear()


def sends_by(workspace: Workspace, port: int, **more: object) -> ChannelSetting:
    settings = {"host": "127.0.0.1", "port": port, "security": "none", "timeout": 2, **more}
    return create_channel(
        workspace=workspace, actor=SYSTEM, key="smtp", name="Relay", settings=settings,
        is_default=True,
    )  # fmt: skip


def plan(workspace: Workspace, ids: list[int]) -> None:
    plan_messages(
        workspace=workspace, origin="campaign:1", customer_ids=ids, not_before=clock.now()
    )


def told() -> list[tuple[str, str, str]]:
    rows = Message.objects.order_by("customer")
    return list(rows.values_list("state", "reason", "bounce_kind"))


def replies(**given: str | None) -> Answer:
    return lambda command, _line: given.get(command, "")


@pytest.mark.parametrize("extensions", [("PIPELINING", "8BITMIME"), ("8BITMIME",)])
def test_mails_go_out_over_one_connection_with_and_without_pipelining(
    workspace: Workspace, people: People, mailing: Mailing, extensions: tuple[str, ...]
) -> None:
    with SmtpServer(extensions=extensions) as server:
        sends_by(workspace, server.port)
        plan(workspace, people(5))
        assert send_due() == 5
        assert server.connections == 1
    assert [recipient for recipient, _ in server.taken] == [
        f"person{n}@people.example" for n in range(5)
    ]
    mail = message_from_bytes(server.taken[0][1], policy=policy.default)
    assert mail["Subject"] == "Spring for Person 0"
    assert told() == [("sent", "", "")] * 5
    assert Message.objects.first().provider_id == "Q1"


def test_a_server_that_is_down_loses_nothing_and_gets_a_break(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    with SmtpServer() as server:
        pass
    setting = sends_by(workspace, server.port)
    plan(workspace, people(3))
    send_due()
    assert told() == [("queued", "", "")] * 3
    setting.refresh_from_db()
    assert "refused" in setting.problem
    assert setting.resting_until is not None
    assert send_due() == 0
    with SmtpServer(port=server.port) as again, clock.turned_to(clock.now() + timedelta(minutes=1)):
        send_due()
        assert len(again.taken) == 3
    assert told() == [("sent", "", "")] * 3
    setting.refresh_from_db()
    assert (setting.problem, setting.failures) == ("", 0)


def test_a_temporary_refusal_is_tried_again_later_and_given_up_in_the_end(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    now = clock.now()
    with SmtpServer(answer=replies(RCPT="451 4.7.1 greylisted")) as server:
        sends_by(workspace, server.port)
        plan(workspace, people(1))
        send_due()
        message = Message.objects.get()
        assert (message.state, message.reason, message.attempts) == ("queued", "later", 1)
        assert now + timedelta(seconds=20) < message.not_before < now + timedelta(seconds=60)
        for day in range(1, 8):
            with clock.turned_to(now + timedelta(days=day)):
                send_due()
    assert told() == [("bounced", "gave_up", "soft")]
    assert server.taken == []


def test_a_permanent_refusal_bounces_or_fails_and_others_go_out(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    def answer(command: str, line: str) -> str:
        if command == "RCPT" and "person0@" in line:
            return "550 5.1.1 no such user"
        if command == "RCPT" and "person1@" in line:
            return "552 5.2.2 mailbox full"
        if command == "END" and line.startswith("person2@"):
            return "554 5.7.1 message looks like spam"
        return ""

    with SmtpServer(answer=answer) as server:
        sends_by(workspace, server.port)
        plan(workspace, people(4))
        send_due()
    assert told() == [
        ("bounced", "refused", "hard"),
        ("bounced", "refused", "soft"),
        ("failed", "refused", ""),
        ("sent", "", ""),
    ]
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    "given",
    [
        {"MAIL": "550 5.7.1 sender not allowed"},
        {"MAIL": "530 5.7.0 log in first"},
        {"RCPT": "421 4.7.0 too many connections"},
        {"CONNECT": "554 we do not like you"},
    ],
)
def test_trouble_of_the_channel_is_no_trouble_of_the_people(
    workspace: Workspace, people: People, mailing: Mailing, given: dict[str, str | None]
) -> None:
    with SmtpServer(answer=replies(**given)) as server:
        setting = sends_by(workspace, server.port)
        plan(workspace, people(2))
        send_due()
    setting.refresh_from_db()
    assert setting.problem.startswith(next(iter(given.values())) or "")
    assert told() == [("queued", "", "")] * 2


def test_no_answer_after_the_last_dot_is_unknown_and_never_sent_again(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    with SmtpServer(answer=replies(END=None)) as server:
        sends_by(workspace, server.port)
        plan(workspace, people(2))
        send_due()
    with SmtpServer(port=server.port) as again, clock.turned_to(clock.now() + timedelta(hours=1)):
        send_due()
    assert told() == [("unknown", "", "")] * 2
    assert again.taken == []


def test_a_connection_that_ends_before_the_content_is_used_no_more_and_the_mail_goes_again(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    asked = iter(range(100))

    def answer(command: str, _line: str) -> str | None:
        return None if command == "DATA" and next(asked) in {1, 3} else ""

    with SmtpServer(answer=answer) as server:
        sends_by(workspace, server.port)
        plan(workspace, people(4))
        send_due()
    assert told() == [("sent", "", "")] * 4
    assert sorted(r for r, _ in server.taken) == [f"person{n}@people.example" for n in range(4)]


def test_a_server_that_hangs_up_in_the_middle_of_a_mail_gets_nobody_twice(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    cuts = iter(range(100))

    def answer(command: str, line: str) -> str | None:
        return None if command == "BODY" and line == "3" and next(cuts) < 2 else ""

    with SmtpServer(answer=answer) as server:
        sends_by(workspace, server.port)
        plan(workspace, people(4))
        send_due()
        with clock.turned_to(clock.now() + timedelta(hours=1)):
            send_due()
    # all of the mail was written, so the server may have it: only somebody can tell
    assert told() == [("unknown", "", "")] * 2 + [("sent", "", "")] * 2
    assert [r for r, _ in server.taken] == ["person2@people.example", "person3@people.example"]


@pytest.mark.parametrize("silent", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA"])
def test_a_server_that_falls_silent_is_left_and_nothing_is_lost(
    workspace: Workspace, people: People, mailing: Mailing, silent: str
) -> None:
    is_left = Event()

    def answer(command: str, _line: str) -> str | None:
        if command == silent:
            is_left.wait(10)
            return None
        return ""

    with SmtpServer(answer=answer) as server:
        setting = sends_by(workspace, server.port, timeout=1)
        plan(workspace, people(2))
        send_due()
        is_left.set()
    setting.refresh_from_db()
    assert "timed out" in setting.problem
    assert setting.resting_until is not None
    assert (told(), server.taken) == ([("queued", "", "")] * 2, [])
    with SmtpServer(port=server.port) as again, clock.turned_to(clock.now() + timedelta(minutes=1)):
        send_due()
    assert (told(), len(again.taken)) == ([("sent", "", "")] * 2, 2)


def test_a_slow_server_gets_more_connections_and_a_pause_still_acts(
    workspace: Workspace, people: People, mailing: Mailing
) -> None:
    def answer(command: str, _line: str) -> str:
        if command == "END":
            time.sleep(0.02)
        return ""

    with SmtpServer(answer=answer) as server:
        sends_by(workspace, server.port, connections=3)
        plan(workspace, people(120))
        send_due()
        assert server.connections > 1
    assert told().count(("sent", "", "")) == len(server.taken)
    assert len({recipient for recipient, _ in server.taken}) == len(server.taken)


def test_a_line_that_is_only_a_dot_does_not_end_the_mail() -> None:
    assert dotted(b".a\r\n.\r\nb") == b"..a\r\n..\r\nb\r\n"
