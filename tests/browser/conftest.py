"""The demo, served for real, and Chromium to look at it."""

import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.running import RAABTA, environment, free_port

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
SETTLED = """Promise.allSettled(document.getAnimations()
  .filter(one => one.effect.getTiming().iterations !== Infinity).map(one => one.finished))"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True)
class Demo:
    url: str
    email: str
    password: str


@pytest.fixture(scope="session")
def demo(browser: Browser) -> Iterator[Demo]:
    """The demo's data, loaded once, and a server on a port of its own."""
    folder = Path(tempfile.mkdtemp(prefix="raabta-browser-"))
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environ = environment(folder, RAABTA_URL=url)
    told = subprocess.run(
        [*RAABTA, "demo"], env=environ, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    serve = subprocess.Popen([*RAABTA, "serve", "--port", str(port)], env=environ)
    try:
        _wait(url + "/accounts/login/")
        found = re.search(r"(\S+@\S+)\s+(?:/|with)?\s*password:?\s*(\S+)", told.stdout)
        assert found, told.stdout
        yield Demo(url, found[1], found[2])
    finally:
        serve.terminate()
        serve.wait(timeout=40)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def session_state(demo: Demo, browser: Browser) -> dict[str, object]:
    """The cookies of a login, shared by tests."""
    context = browser.new_context(base_url=demo.url)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", demo.email)
    page.fill("input[name=password]", demo.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "/accounts/login" not in address)
    state = context.storage_state()
    context.close()
    return dict(state)


@dataclass
class Watched:
    """A page, with what went wrong on it."""

    page: Page
    errors: list[str]


@pytest.fixture
def watched(
    demo: Demo, browser: Browser, session_state: dict[str, object], request: pytest.FixtureRequest
) -> Iterator[Watched]:
    """A logged-in page; parametrise indirectly with {"width": …, "theme": …, "language": …}."""
    wish = getattr(request, "param", {})
    context = browser.new_context(
        base_url=demo.url,
        storage_state=session_state,  # type: ignore[arg-type]
        viewport={"width": wish.get("width", 1440), "height": 900},
        color_scheme=wish.get("theme", "light"),
    )
    page = context.new_page()
    errors = watch(page)
    if wish:
        prefer(context, demo, wish)
    yield Watched(page, errors)
    context.close()


def prefer(context: BrowserContext, demo: Demo, wish: dict[str, object]) -> None:
    """Set language and theme as a person does, by the forms of the top bar."""
    page = context.new_page()
    page.goto("/")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    for name in ("language", "theme"):
        if name in wish:
            context.request.post(
                f"{demo.url}/{name}",
                form={name: str(wish[name]), "csrfmiddlewaretoken": token},
                headers={"Referer": demo.url + "/"},
            )
    page.close()


def watch(page: Page) -> list[str]:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(f"script: {error}"))
    page.on(
        "console",
        lambda message: (
            errors.append(f"console: {message.text}") if message.type == "error" else None
        ),
    )
    page.on(
        "response",
        lambda answer: (
            errors.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
        ),
    )
    return errors


def axe_violations(page: Page) -> list[str]:
    """What axe finds, one line a rule, once colours have stopped changing."""
    page.evaluate(SETTLED)
    page.evaluate(AXE)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [
        f"{one['id']}: {one['help']} at {[node['target'] for node in one['nodes']][:3]}"
        for one in found["violations"]
    ]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def _wait(url: str) -> None:
    end = time.monotonic() + 40
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            assert time.monotonic() < end, f"{url} does not answer"
            time.sleep(0.2)
        else:
            return
