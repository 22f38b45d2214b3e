"""Requests captured from the real clients, sent again as they came."""

import gzip
import json
from typing import Any

import pytest
from django.test import Client

from raabta.api.intake import views
from raabta.tracking.models import SourceDay
from raabta.workspaces.models import Workspace
from tests.customers.importing import DATA
from tests.tracking.calls import Project, a_source, events, settle

FILE = DATA / "tracker_payloads/captured.jsonl"


def captured() -> list[dict[str, Any]]:
    """Those of Segment and RudderStack; PostHog speaks another language."""
    if not FILE.exists():
        return []
    rows = [json.loads(line) for line in FILE.read_text().splitlines()]
    return [row for row in rows if row["path"].startswith("/v1/")]


def test_every_captured_request_is_taken_whole(workspace: Workspace, project: Project) -> None:
    requests = captured()
    if not requests:
        pytest.skip(f"{FILE} is absent")
    views.rates.counts.clear()
    source = a_source(workspace, "server")
    calls = 0
    for one in requests:
        calls += len(one["body"].get("batch", [1]))
        raw = json.dumps({**one["body"], "writeKey": source.write_key}).encode()
        given = {"User-Agent": "node"} | ({"Content-Encoding": "gzip"} if one["gzipped"] else {})
        answer = Client(headers=given).post(
            one["path"],
            gzip.compress(raw) if one["gzipped"] else raw,
            content_type=next(v for k, v in one["headers"].items() if k.lower() == "content-type"),
        )
        assert (answer.status_code, answer.json()) == (200, {"success": True}), one["path"]
    settle(project)
    assert dict(SourceDay.objects.values_list("outcome", "count")) == {"accepted": calls}
    assert len(events(workspace)) == calls
