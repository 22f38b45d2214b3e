"""In Chromium: a form on its own page, and drawn by our script in a website of another origin."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.config.test_serve import wait_for
from tests.crash.conftest import number
from tests.crash.nursery import Nursery
from tests.tracking.clients.conftest import Intake
from tests.tracking.clients.test_browsers import OURS, context, host, settled, site

__all__ = ["context", "site"]

pytestmark = pytest.mark.browser
DONE = "SELECT count(*) FROM forms_formsubmission WHERE state = 'accepted'"
KEPT = "SELECT count(*) FROM forms_formsubmission"
TYPING = 2_100  # milliseconds: who is faster is held


@pytest.fixture
def form(intake: Intake) -> str:
    with Nursery(intake.folder) as nursery:
        return str(nursery.call("make_form"))


def submitted(intake: Intake) -> list[dict[str, Any]]:
    intake.stop()
    with Nursery(intake.folder) as nursery:
        found: list[dict[str, Any]] = nursery.call("submitted")
    return found


def open_embedded(
    page: Page, intake: Intake, site: tuple[Path, str], form: str, more: str = ""
) -> None:
    folder, address = site
    snippet = OURS % {"host": host(intake), "key": intake.key, "more": ""}
    line = f'<script async src="{intake.url}/forms/embed.js" data-form="{form}" {more}></script>'
    style = "<style>body { font-family: Georgia; color: rgb(1, 2, 3) }</style>"
    (folder / "index.html").write_text(f"{snippet}{style}<h1>News</h1>{line}<p>End</p>")
    page.goto(f"{address}/?utm_source=letter", referer="https://search.example/")
    page.wait_for_selector("form.raabta-form")
    page.wait_for_function("window.raabta.version")


def test_a_form_in_another_website_takes_answers_and_the_visitors_history(
    intake: Intake, site: tuple[Path, str], form: str, context: BrowserContext
) -> None:
    page = context.new_page()
    open_embedded(page, intake, site, form)
    settled(intake, 2)
    fill_in_with_a_mistake_first(page)
    page.set_input_files(
        "[name=cv]", {"name": "cv.pdf", "mimeType": "text/plain", "buffer": b"%PDF-1.7 hello"}
    )
    page.wait_for_timeout(TYPING)
    page.click("form.raabta-form button")
    page.wait_for_selector(".raabta-form-box [role=status]")
    assert page.evaluate("getComputedStyle(document.activeElement).fontFamily") == "Georgia"
    wait_for(lambda: number(intake.folder, DONE) == 1)
    row = submitted(intake)[0]
    assert row["answers"]["utm"] == "letter"
    assert (row["reasons"], row["customer__email"]) == ([], "ada@shop.example")
    assert row["page_url"] == f"{site[1]}/?utm_source=letter"
    assert row["referrer"] == "https://search.example/"
    assert row["file"] == "cv.pdf"
    with Nursery(intake.folder) as nursery:
        tracked = nursery.call("tracked")
    assert all(person is not None for person, _name in tracked["events"])
    assert {name for _person, name in tracked["events"]} == {
        "Form Submitted",
        "Product Viewed",
        "page_viewed",
    }


def fill_in_with_a_mistake_first(page: Page) -> None:
    size = page.locator("[name=size]")
    assert not size.is_visible()
    page.select_option("[name=kind]", "Company")
    assert size.is_visible()
    page.fill("[name=email]", "nobody")
    page.click("form.raabta-form button")
    page.wait_for_selector("[name=email][aria-invalid]")
    assert page.locator("[data-field=size] .raabta-error").is_visible()
    assert page.evaluate("document.activeElement.name") == "email"
    page.fill("[name=email]", "ada@shop.example")
    page.select_option("[name=kind]", "Person")
    assert not size.is_visible()


def test_the_forms_own_page_solves_the_puzzle_and_hides_what_is_not_asked(
    intake: Intake, form: str, context: BrowserContext
) -> None:
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda line: told.append(line.text))
    page.goto(f"{intake.url}/f/{form}/")
    assert not page.locator("[name=size]").is_visible()
    page.select_option("[name=kind]", "Company")
    assert page.locator("[name=size]").is_visible()
    page.fill("[name=size]", "9")
    page.fill("[name=email]", "ada@shop.example")
    page.wait_for_timeout(TYPING)
    page.click("main form button.btn-primary")
    page.wait_for_selector("main form", state="detached")
    wait_for(lambda: number(intake.folder, DONE) == 1)
    assert number(intake.folder, "SELECT started FROM forms_form") == 1
    assert [line for line in told if "Content Security Policy" in line] == []


def test_without_javascript_the_answers_wait_for_a_colleague(
    intake: Intake, form: str, context: BrowserContext
) -> None:
    assert context.browser
    plain = context.browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{intake.url}/f/{form}/")
    page.fill("[name=size]", "9")
    page.select_option("[name=kind]", "Company")
    page.fill("[name=email]", "ada@shop.example")
    page.wait_for_timeout(TYPING)
    page.click("main form button.btn-primary")
    page.wait_for_selector("main form", state="detached")
    plain.close()
    wait_for(lambda: number(intake.folder, KEPT) == 1)
    assert submitted(intake)[0]["reasons"] == ["puzzle"]


def test_an_urdu_form_reads_from_the_right(
    intake: Intake, site: tuple[Path, str], form: str, context: BrowserContext
) -> None:
    page = context.new_page()
    open_embedded(page, intake, site, form, more='data-language="ur"')
    assert page.get_attribute("form.raabta-form", "dir") == "rtl"
    assert page.get_attribute("form.raabta-form", "lang") == "ur"
