from collections.abc import Callable

from raabta.tracking.models import InboxBatch
from tests.api.conftest import Program


def test_events_are_accepted_and_read_back_newest_first(
    api: Program, project: Callable[[], None]
) -> None:
    person = api.post("/customers", {"email": "z@mail.example", "external_id": "C-1"}).data
    sent = api.post(
        "/events",
        {
            "events": [
                {
                    "name": "product_viewed",
                    "external_id": "C-1",
                    "occurred_at": "2026-01-01T00:00:00Z",
                    "properties": {"sku": "A", "value": 12.5, "deep": {"a": [1]}},
                    "message_id": "m1",
                },
                {"name": "signed_up", "customer_id": person["id"]},
                {
                    "name": "product_viewed",
                    "email": "Z@mail.example",
                    "occurred_at": "2026-01-01T00:00:00Z",
                    "message_id": "m1",
                },
            ]
        },
    )
    assert (sent.status_code, sent.data) == (202, {"accepted": 3})
    project()
    first = api.get(f"/events?customer_id={person['id']}&limit=1").data
    assert [one["name"] for one in first["data"]] == ["signed_up"]
    rest = api.get(f"/events?customer_id={person['id']}&cursor={first['next_cursor']}").data
    (viewed,) = rest["data"]
    assert viewed["occurred_at"] == "2026-01-01T00:00:00Z"
    assert viewed["properties"] == {"sku": "A", "value": 12.5, "deep": {"a": [1]}}
    assert rest["next_cursor"] is None


def test_a_batch_with_a_stranger_is_refused_whole(api: Program) -> None:
    person = api.post("/customers", {"email": "z@mail.example"}).data
    good = {"name": "x", "customer_id": person["id"]}
    for bad in (
        {"name": "x"},
        {"name": "x", "customer_id": 99_999},
        {"name": "x", "email": "nobody@mail.example"},
        {**good, "properties": {"a": "\x00"}},
        {**good, "properties": {"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}},
        {**good, "occurred_at": "2250-01-01T00:00:00Z"},
    ):
        answer = api.post("/events", {"events": [good, bad]})
        assert answer.status_code == 422, bad
        assert answer.data["errors"][0]["where"].startswith("body.events.1"), answer.data
    assert not InboxBatch.objects.exists()


def test_events_of_somebody_unknown_are_not_found(api: Program) -> None:
    assert api.get("/events?customer_id=99").status_code == 404
    assert api.get("/events").status_code == 422
