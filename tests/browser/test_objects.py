"""Custom objects by hand: a kind, its field, a record, whose it is, and an audience that asks."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched, axe_violations, sideways

pytestmark = pytest.mark.browser
LOOKS = [
    {"width": 1440, "theme": "light", "language": "en"},
    {"width": 390, "theme": "dark", "language": "ur"},
]


class Walk:
    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name
        self.problems: list[str] = []

    def look(self) -> None:
        self.problems += [f"{self.page.url}: {found}" for found in axe_violations(self.page)]
        if (over := sideways(self.page)) > 0:
            self.problems.append(f"{self.page.url}: {over} px wider than the window")

    def submit(self) -> None:
        self.page.locator("main form button.btn-primary").last.click()


@pytest.mark.parametrize(
    "watched", LOOKS, indirect=True, ids=lambda look: "-".join(map(str, look.values()))
)
def test_a_kind_is_made_filled_and_asked_about(
    watched: Watched, request: pytest.FixtureRequest
) -> None:
    name = "boat" + re.sub(r"\W", "", request.node.callspec.id).lower()
    walk = Walk(watched.page, name)
    watched.page.set_default_timeout(20_000)
    kind = make_kind(walk)
    email = somebody(walk)
    make_record(walk, kind, email)
    filter_list(walk, kind)
    ask_audience(walk, email)
    assert not walk.problems, "\n".join(walk.problems)
    assert not watched.errors


def make_kind(walk: Walk) -> str:
    """Returns its id."""
    page = walk.page
    page.goto("/objects/new")
    page.fill("[name=one_en]", walk.name)
    page.fill("[name=many_en]", f"{walk.name}s")
    page.fill("[name=key]", walk.name)
    walk.look()
    walk.submit()
    page.wait_for_url(re.compile(r"/objects/kinds/\d+/"))
    found = re.search(r"/kinds/(\d+)/", page.url)
    assert found
    at = f"/objects/kinds/{found[1]}"
    page.goto(f"{at}/fields/new")
    page.fill("[name=label]", "Sails")
    page.fill("[name=key]", "sails")
    page.select_option("[name=kind]", "number")
    walk.look()
    walk.submit()
    page.wait_for_url(re.compile(rf"{at}/setup"))
    role = page.locator("form[action$='/roles']")
    role.locator("[name=label]").fill("Captain")
    role.locator("[name=key]").fill("captain")
    role.locator("button").last.click()
    expect(page.locator("main")).to_contain_text("Captain")
    walk.look()
    return found[1]


def somebody(walk: Walk) -> str:
    page, email = walk.page, f"amna@{walk.name}.example"
    page.goto("/customers/new")
    page.fill("[name=first_name]", "Amna")
    page.fill("[name=email]", email)
    walk.submit()
    page.wait_for_url(re.compile(r"/customers/\d+$"))
    return email


def make_record(walk: Walk, kind: str, email: str) -> None:
    page = walk.page
    page.goto(f"/objects/kinds/{kind}/new")
    page.fill("[name=external_id]", walk.name)
    page.fill("[name='attributes.sails']", "3")
    walk.submit()
    page.wait_for_url(re.compile(r"/objects/records/\d+/"))
    form = page.locator("form[action$='/links']")
    form.locator("[name=target]").fill(email)
    form.locator("button").last.click()
    expect(page.locator("main")).to_contain_text("Amna")
    walk.look()


def filter_list(walk: Walk, kind: str) -> None:
    page = walk.page
    page.goto(f"/objects/kinds/{kind}/")
    walk.look()
    page.goto(f"/objects/kinds/{kind}/?f.sails.from=4")
    expect(page.locator("#rows")).not_to_contain_text(walk.name)
    page.goto(f"/objects/kinds/{kind}/?f.sails.from=2&columns=attributes.sails,role.captain")
    expect(page.locator("#rows")).to_contain_text("Amna")
    cell = page.locator("[data-edit]").first
    cell.dblclick()
    cell.locator("input[name=value]").fill("5")
    cell.locator("input[name=value]").press("Enter")
    expect(cell).to_contain_text("5")
    walk.look()


def ask_audience(walk: Walk, email: str) -> None:
    page = walk.page
    page.goto("/audiences/new")
    page.fill("[name=name]", f"Captains {walk.name}")
    page.select_option("select[name='r~pick']", f'has_object|{{"kind": "{walk.name}"}}')
    for _attempt in range(30):
        page.locator("[name=name]").dispatch_event("change")
        if email in page.locator("#preview").inner_text():
            break
        page.wait_for_timeout(500)
    expect(page.locator("#preview")).to_contain_text(email)
    walk.look()
    walk.submit()
    page.wait_for_url(re.compile(r"/audiences/\d+$"))
    walk.look()
