"""In Chromium: Segment's client for browsers, and our own snippet, on a website of another origin."""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.config.test_serve import wait_for
from tests.crash.conftest import number
from tests.tracking.clients.conftest import DONE, HERE, Intake, installed

pytestmark = pytest.mark.browser
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
SEGMENT = """<!doctype html><title>Shop</title><script src="/analytics/index.js"></script><script>
AnalyticsNext.AnalyticsBrowser.load({ writeKey: '%(key)s', cdnSettings: { integrations: {
  'Segment.io': { apiKey: '%(key)s', apiHost: '%(host)s/v1', protocol: 'http' } } } })
.then(async ([analytics]) => {
  await analytics.page('Home')
  await analytics.track('Product Viewed', { sku: 'A1' })
  await analytics.identify('u1', { email: 'ada@example.com' })
  await analytics.group('g1', { name: 'Initech' })
  await analytics.track('Order Completed', { value: 5 })
  document.title = 'done'
})</script>"""
OURS = """<!doctype html><title>Shop</title>
<script>window.raabta = [['track', 'Product Viewed', { sku: 'A1' }]]</script>
<script async src="http://%(host)s/raabta.js" data-key="%(key)s" %(more)s></script>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the address where its pages are served."""
    folder = tmp_path / "site"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    # as a person's browser calls itself, else every event is a machine's
    made = browser.new_context(user_agent=AGENT)
    yield made
    made.close()


def host(intake: Intake) -> str:
    return intake.url.removeprefix("http://")


def open_ours(
    page: Page, intake: Intake, site: tuple[Path, str], more: str = "", query: str = ""
) -> None:
    folder, address = site
    (folder / "index.html").write_text(
        OURS % {"host": host(intake), "key": intake.key, "more": more}
    )
    page.goto(f"{address}/{query}")
    page.wait_for_function("window.raabta.version")


def settled(intake: Intake, calls: int) -> None:
    wait_for(lambda: number(intake.folder, DONE) >= calls)


def test_segments_client_for_browsers(
    intake: Intake, site: tuple[Path, str], context: BrowserContext
) -> None:
    installed()
    folder, address = site
    umd = HERE / "node_modules/@segment/analytics-next/dist/umd"
    (folder / "analytics").symlink_to(umd)
    (folder / "index.html").write_text(SEGMENT % {"host": host(intake), "key": intake.key})
    page = context.new_page()
    page.goto(address)
    page.wait_for_function("document.title === 'done'")
    found = intake.result(5)
    assert found["events"] == [
        ["u1", "Order Completed"],
        ["u1", "Product Viewed"],
        ["u1", "identified"],
        ["u1", "joined_group"],
        ["u1", "page_viewed"],
    ]
    assert (found["emails"], found["counts"]) == ({"u1": "ada@example.com"}, {"accepted": 5})


def test_our_snippet_follows_a_visitor_who_logs_in(
    intake: Intake, site: tuple[Path, str], context: BrowserContext
) -> None:
    page = context.new_page()
    open_ours(page, intake, site, query="?utm_source=news&utm_campaign=spring")
    page.evaluate("raabta.identify('u1', { email: 'ada@example.com' })")
    settled(intake, 3)
    cookies = {one["name"] for one in context.cookies()}  # type: ignore[typeddict-item]
    assert cookies == {"raabta_id"}
    page.evaluate("raabta.track('Order Completed', { value: 5 })")
    page.goto("about:blank")  # what waits is sent with the farewell
    found = intake.result(4)
    names = ["Order Completed", "Product Viewed", "identified", "page_viewed"]
    assert found["events"] == [["u1", name] for name in names]


def test_our_snippet_keeps_calls_while_there_is_no_network(
    intake: Intake, site: tuple[Path, str], context: BrowserContext
) -> None:
    page = context.new_page()
    open_ours(page, intake, site)
    settled(intake, 2)
    context.set_offline(True)
    page.evaluate("raabta.track('Order Completed')")
    page.wait_for_function("JSON.parse(localStorage.raabta_queue).calls.length === 1")
    context.set_offline(False)
    assert intake.result(3)["counts"] == {"accepted": 3}


def test_our_snippet_waits_for_consent_and_forgets_when_it_is_withdrawn(
    intake: Intake, site: tuple[Path, str], context: BrowserContext
) -> None:
    page = context.new_page()
    open_ours(page, intake, site, 'data-consent="wait"')
    page.evaluate("raabta.track('Secret')")
    assert context.cookies() == []
    assert page.evaluate("Object.keys(localStorage)") == []
    page.evaluate("raabta.consent(true)")
    settled(intake, 1)
    assert [one["name"] for one in context.cookies()] == ["raabta_id"]  # type: ignore[typeddict-item]
    page.evaluate("raabta.consent(false)")
    page.evaluate("raabta.track('Secret')")
    assert context.cookies() == []
    assert page.evaluate("Object.keys(localStorage)") == ["raabta_consent"]
    assert intake.result(1)["events"] == [["", "page_viewed"]]


def test_the_snippet_is_small_and_kept_by_browsers(intake: Intake, context: BrowserContext) -> None:
    answer = context.request.get(f"{intake.url}/raabta.js")
    assert answer.headers["content-encoding"] == "gzip"
    assert "max-age=3600" in answer.headers["cache-control"]
    again = context.request.get(
        f"{intake.url}/raabta.js", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status == 304
    assert len(json.dumps(answer.text())) < 6 * 1024
