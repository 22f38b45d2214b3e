"""Event sources by the API."""

from typing import Any

import pytest

from raabta.tracking.models import Source


def test_a_source_is_made_changed_paused_given_a_new_key_and_deleted(api: Any) -> None:
    made = api.post(
        "/sources", {"name": "Shop", "kind": "web", "allowed_origins": ["https://shop.example"]}
    )
    assert made.status_code == 201
    source = made.json()
    assert source["allowed_origins"] == ["https://shop.example"]
    path = f"/sources/{source['id']}"
    changed = api.patch(path, {"name": "Shop site", "is_on": False}).json()
    assert (changed["name"], changed["is_on"]) == ("Shop site", False)
    fresh = api.post(f"{path}/keys", {}).json()
    assert fresh["write_key"] != source["write_key"]
    assert [one["id"] for one in api.get("/sources").json()["data"]] == [source["id"]]
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404
    assert Source.objects.get().deleted_at is not None


@pytest.mark.parametrize(
    "origin", ["ftp://shop.example", "https://", "a b://c", "http://x:99999999"]
)
def test_what_is_no_website_is_refused(api: Any, origin: str) -> None:
    answer = api.post("/sources", {"name": "Shop", "kind": "web", "allowed_origins": [origin]})
    assert answer.status_code == 422
    assert Source.objects.count() == 0
