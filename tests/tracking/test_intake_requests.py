"""The address of event clients: what it takes, what it refuses, and how it says so."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from raabta.api.intake import views
from raabta.kernel import clock
from raabta.tracking.models import InboxBatch, SeenCall, SourceDay
from raabta.tracking.queries.keys import forget_keys
from raabta.tracking.services.sources import delete_source, rotate_key, switch_source
from raabta.warehouse.queries import fetch
from raabta.warehouse.tables import Tables
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.tracking.calls import Project, a_source, events, post, settle

CALL = {"type": "track", "userId": "u1", "event": "Viewed"}
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@pytest.fixture(autouse=True)
def _fresh_rates() -> None:
    views.rates.counts.clear()


def counted() -> dict[str, int]:
    return dict(SourceDay.objects.values_list("outcome", "count"))


@pytest.mark.parametrize("call", ["track", "t", "batch", "import"])
def test_the_answer_is_200_when_the_calls_are_in_the_inbox(workspace: Workspace, call: str) -> None:
    body = {"batch": [CALL]} if call in {"batch", "import"} else CALL
    answer = post(a_source(workspace), call, body)
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    assert InboxBatch.objects.get().count == 1
    assert answer.cookies == {}


def test_the_key_may_stand_in_the_body_or_the_address(workspace: Workspace) -> None:
    source = a_source(workspace)
    assert post("", "track", {**CALL, "writeKey": source.write_key}).status_code == 200
    assert post("", f"track?writeKey={source.write_key}", CALL).status_code == 200
    assert post("", "track", CALL).status_code == 401
    assert post("wrong", "track", CALL).status_code == 401
    assert InboxBatch.objects.count() == 2


def test_a_key_is_over_when_its_source_got_a_new_one_is_paused_or_deleted(
    workspace: Workspace,
) -> None:
    source = a_source(workspace)
    old = source.write_key
    assert post(old, "track", CALL).status_code == 200
    new = rotate_key(workspace=workspace, actor=SYSTEM, source_id=source.pk).write_key
    assert [post(key, "track", CALL).status_code for key in (old, new)] == [401, 200]
    switch_source(workspace=workspace, actor=SYSTEM, source_id=source.pk, is_on=False)
    assert post(new, "track", CALL).status_code == 403
    switch_source(workspace=workspace, actor=SYSTEM, source_id=source.pk, is_on=True)
    delete_source(workspace=workspace, actor=SYSTEM, source_id=source.pk)
    assert post(new, "track", CALL).status_code == 401


def test_a_gzip_body_is_unpacked_but_not_without_end(workspace: Workspace) -> None:
    source = a_source(workspace)
    raw = json.dumps({"batch": [CALL]}).encode()
    assert post(source, "batch", gzip.compress(raw)).status_code == 200
    assert post(source, "batch", gzip.compress(b" " * 50_000_000)).status_code == 413
    assert post(source, "batch", b"\x1f\x8bnonsense").status_code == 400
    assert InboxBatch.objects.count() == 1


def test_a_beacon_of_plain_text_is_taken(workspace: Workspace) -> None:
    body = json.dumps({**CALL, "writeKey": a_source(workspace).write_key})
    answer = Client().post("/v1/t", body, content_type="text/plain")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        (b'{"batch": 5}', 400),
        (b'{"batch": []}', 400),
        (b"{}", 400),
        (b'{"batch": [' + b",".join([b"{}"] * 2_501) + b"]}", 400),
        (b'{"batch": ["' + b"x" * 512_000 + b'"]}', 413),
    ],
)
def test_a_body_that_holds_no_calls_is_refused_in_words(
    workspace: Workspace, body: bytes, status: int
) -> None:
    answer = post(a_source(workspace), "batch", body)
    assert answer.status_code == status
    assert answer.json()["success"] is False
    assert answer.json()["message"]
    assert InboxBatch.objects.count() == 0


@pytest.mark.parametrize(
    "call",
    [
        {**CALL, "type": "delete"},
        {**CALL, "event": ""},
        {**CALL, "event": 5},
        {**CALL, "event": "x" * 201},
        {**CALL, "userId": None},
        {**CALL, "userId": "x" * 255},
        {**CALL, "userId": True},
        {**CALL, "properties": [1]},
        {**CALL, "properties": {"a": "\x00"}},
        {**CALL, "properties": {"a": "x" * 33_000}},
        {"type": "group", "userId": "u1"},
        {"type": "alias", "userId": "u1"},
        5,
        None,
    ],
)
def test_of_a_batch_the_good_calls_are_taken_and_the_bad_ones_are_told(
    workspace: Workspace, call: Any, project: Project
) -> None:
    answer = post(a_source(workspace), "batch", {"batch": [CALL, call]})
    assert answer.status_code == 200
    assert [one["index"] for one in answer.json()["errors"]] == [1]
    settle(project)
    assert [name for _person, name in events(workspace)] == ["Viewed"]
    assert counted() == {"accepted": 1, "refused": 1}
    assert SeenCall.objects.get(outcome="refused").reason


def test_half_a_character_is_mended_and_costs_nobody_else(
    workspace: Workspace, project: Project
) -> None:
    cut = {**CALL, "event": "Cut", "properties": {"a": "so \ud83d"}}
    assert post(a_source(workspace), "batch", {"batch": [CALL, cut]}).json() == {"success": True}
    settle(project)
    assert {name for _person, name in events(workspace)} == {"Viewed", "Cut"}


def test_a_single_call_that_is_refused_answers_400(workspace: Workspace) -> None:
    answer = post(a_source(workspace), "track", {"userId": "u1"})
    assert answer.status_code == 400
    assert "name of the event" in answer.json()["message"]


def test_the_clock_of_the_client_is_put_right(workspace: Workspace, project: Project) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    wrong = now + timedelta(days=400)
    call = {**CALL, "timestamp": (wrong - timedelta(minutes=5)).isoformat()}
    with clock.turned_to(now):
        post(a_source(workspace), "batch", {"batch": [call], "sentAt": wrong.isoformat()})
        settle(project)
    table = Tables(workspace.pk).event
    (at,) = fetch(table.select("occurred_at"))[0]
    assert at.replace(tzinfo=UTC) == now - timedelta(minutes=5)


def test_a_machine_is_counted_and_is_no_persons_event(
    workspace: Workspace, project: Project
) -> None:
    post(a_source(workspace), "track", CALL, **{"User-Agent": BOT})
    settle(project)
    assert events(workspace) == []
    assert counted() == {"machine": 1}
    kept = SeenCall.objects.get()
    assert (kept.reason, kept.name, kept.library) == ("machine", CALL["event"], BOT)


def test_a_program_may_send_with_the_key_of_a_website(workspace: Workspace) -> None:
    post(a_source(workspace), "track", CALL, **{"User-Agent": "curl/8.9.1"})
    settle()
    assert counted() == {"accepted": 1}


def test_a_server_may_tell_the_user_agent_of_its_visitor(workspace: Workspace) -> None:
    source = a_source(workspace, "server")
    post(source, "track", CALL, **{"User-Agent": "python-requests/2.32"})
    post(source, "track", {**CALL, "context": {"userAgent": BOT}})
    settle()
    assert counted() == {"accepted": 1, "machine": 1}


@pytest.mark.parametrize("signal", ["Sec-GPC", "DNT"])
def test_who_asks_not_to_be_followed_is_counted_and_nothing_is_kept(
    workspace: Workspace, project: Project, signal: str
) -> None:
    source = a_source(workspace)
    assert post(source, "track", CALL, **{signal: "1"}).status_code == 200
    settle(project)
    assert (events(workspace), counted()) == ([], {"private": 1})
    assert SeenCall.objects.count() == 0
    source.honours_signals = False
    source.save()
    forget_keys()
    post(source, "track", CALL, **{signal: "1"})
    settle(project)
    assert len(events(workspace)) == 1


def test_only_the_named_websites_may_send(workspace: Workspace) -> None:
    source = a_source(workspace, allowed_origins=["https://shop.example"])
    fine = post(source, "track", CALL, Origin="https://shop.example")
    assert fine.status_code == 200
    assert fine.headers["Access-Control-Allow-Origin"] == "https://shop.example"
    assert post(source, "track", CALL, Origin="https://evil.example").status_code == 403
    assert post(source, "track", CALL).status_code == 200


def test_a_browser_that_asks_first_is_told_what_it_may_send(workspace: Workspace) -> None:
    client = Client(headers={"Origin": "https://shop.example"})
    answer = client.options("/v1/t", headers={"Access-Control-Request-Method": "POST"})
    assert answer.status_code == 204
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]


def test_a_key_that_sends_too_often_must_wait(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views.rates, "per_minute", 1)
    source = a_source(workspace)
    assert post(source, "track", CALL).status_code == 200
    answer = post(source, "track", CALL)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert InboxBatch.objects.count() == 1


def test_another_address_or_method_is_told_so() -> None:
    assert Client().post("/v1/unknown", b"{}", content_type="text/plain").status_code == 404
    assert Client().get("/v1/track").status_code == 405


def test_the_key_of_one_workspace_reaches_no_other(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    post(a_source(workspace), "track", CALL)
    assert InboxBatch.objects.get().workspace_id == workspace.pk != other_workspace.pk
