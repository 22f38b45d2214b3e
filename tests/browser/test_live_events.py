"""The page that shows events as they come."""

import json
import re
import urllib.request

import pytest

from tests.browser.conftest import Demo, Watched, axe_violations

pytestmark = pytest.mark.browser
SHOWN = 15_000  # milliseconds: stitching, and the page's next question


def test_new_events_appear_by_themselves_and_what_was_opened_stays_open(
    demo: Demo, watched: Watched
) -> None:
    page = watched.page
    page.goto("/settings/sources/new")
    page.fill("input[name=name]", "Live")
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(re.compile(r"/settings/sources/\d+$"))
    found = re.search(r"rbw_[\w-]{32}", page.content())
    assert found
    page.goto(page.url + "/calls")
    for name in ("First event", "Second event"):
        send(demo, found[0], name)
        page.locator("summary", has_text=name).wait_for(timeout=SHOWN)
        if name == "First event":
            page.locator("summary", has_text=name).click()
    assert page.locator("details[open]", has_text="First event").count() == 1
    assert (watched.errors, axe_violations(page)) == ([], [])


def send(demo: Demo, key: str, name: str) -> None:
    body = json.dumps({"writeKey": key, "userId": "live-1", "event": name}).encode()
    asked = urllib.request.Request(
        f"{demo.url}/v1/track", body, {"Content-Type": "application/json", "User-Agent": "Shop/1"}
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:
        assert answer.status == 200
