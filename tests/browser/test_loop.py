"""The whole loop by hand: a file becomes customers, an audience, a mail, a campaign, a report."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watched, axe_violations, sideways

pytestmark = pytest.mark.browser
LOOKS = [
    {"width": 1440, "theme": "light", "language": "en"},
    {"width": 390, "theme": "dark", "language": "ur"},
    {"width": 1440, "theme": "dark", "language": "bn"},
]
SUBJECT = "{{ person.first_name | default: 'Friend' }}, a lamp for you"


@dataclass
class Walk:
    """One walk through the product; names differ, so that walks do not meet."""

    page: Page
    name: str
    problems: list[str]

    @property
    def people(self) -> str:
        header = "email,first_name,last_name,language,country,city,newsletter,favourite lamp\n"
        rows = (
            f"amna@{self.name}.example,Amna,Noor,ur,PK,{self.name},yes,brass\n"
            f"rumi@{self.name}.example,Rumi,Das,bn,BD,{self.name},yes,paper\n"
            f"ann@{self.name}.example,Ann,Lee,en,GB,{self.name},no,\n"
            f"not an address,Bad,Row,en,GB,{self.name},yes,\n"
        )
        return header + rows

    def look(self) -> None:
        """What every page must be, wherever the walk is."""
        self.problems += [f"{self.page.url}: {found}" for found in axe_violations(self.page)]
        if (over := sideways(self.page)) > 0:
            self.problems.append(f"{self.page.url}: {over} px wider than the window")

    def submit(self) -> None:
        self.page.locator("main form button.btn-primary").last.click()


@pytest.mark.parametrize(
    "watched", LOOKS, indirect=True, ids=lambda look: "-".join(map(str, look.values()))
)
def test_the_loop_from_a_file_to_a_report(watched: Watched, request: pytest.FixtureRequest) -> None:
    name = "loop" + re.sub(r"\W", "", request.node.callspec.id).lower()
    walk = Walk(watched.page, name, [])
    watched.page.set_default_timeout(20_000)
    import_people(walk)
    build_audience(walk)
    write_mail(walk)
    plan_campaign(walk)
    launch(walk)
    read_report(walk)
    assert walk.problems + watched.errors == []


def import_people(walk: Walk) -> None:
    page = walk.page
    page.goto("/imports/new")
    walk.look()
    file = {"name": f"{walk.name}.csv", "mimeType": "text/csv", "buffer": walk.people.encode()}
    page.set_input_files("input[name=file]", files=[file])  # type: ignore[list-item]
    walk.submit()
    page.wait_for_url("**/mapping")
    assert page.input_value("select[name=column-0]") == "email"
    assert page.input_value("select[name=column-6]") == "consent:marketing:email"
    page.select_option("select[name=column-7]", "new:text")
    page.fill("[name=consent_source]", "counter of the shop")
    page.fill("[name=consent_evidence]", "Yes, write to me.")
    walk.look()
    walk.submit()
    page.wait_for_url("**/preview")
    walk.look()
    page.locator("main form[action$='/run'] button").click()
    page.locator("a[href$='/rejected.csv']").first.wait_for()
    walk.look()
    with page.expect_download() as download:
        page.locator("a[href$='/rejected.csv']").first.click()
    assert "not an address" in download.value.path().read_text(encoding="utf-8-sig")
    find_people(walk)


def find_people(walk: Walk) -> None:
    """The list asks the warehouse, which follows the records within moments."""
    for _try in range(20):
        walk.page.goto(f"/customers/?q={walk.name}")
        if walk.page.locator("tbody tr").count() == 3:
            return
        walk.page.wait_for_timeout(500)
    raise AssertionError("the imported people do not appear in the list")


def build_audience(walk: Walk) -> None:
    page = walk.page
    page.goto("/audiences/new")
    page.fill("[name=name]", f"Readers {walk.name}")
    page.select_option("select[name='r~pick']", 'attribute_text|{"field": "city"}')
    value = page.locator("[data-item] input[type=text], [data-item] input:not([type])").last
    value.fill(walk.name)
    expect(page.locator("#preview")).to_contain_text(f"@{walk.name}.example")
    walk.look()
    walk.submit()
    page.wait_for_url(re.compile(r"/audiences/\d+$"))
    walk.look()


def write_mail(walk: Walk) -> None:
    page = walk.page
    page.goto("/templates/new")
    page.fill("[name=name]", f"Mail {walk.name}")
    page.check("input[name=starter][value=letter]", force=True)
    walk.look()
    walk.submit()
    page.wait_for_url(re.compile(r"/templates/variants/\d+/$"))
    page.fill("[name=subject]", SUBJECT)
    page.locator("[name=subject]").press("Tab")
    text = page.locator("#outline [data-level=content], #outline [data-block]").last
    text.locator("a").first.click()
    page.locator("#inspector form").first.wait_for()
    walk.look()
    page.reload()
    assert page.input_value("[name=subject]") == SUBJECT


def plan_campaign(walk: Walk) -> None:
    page = walk.page
    page.goto("/campaigns/new")
    page.fill("[name=name]", f"Campaign {walk.name}")
    walk.submit()
    page.wait_for_url(re.compile(r"/campaigns/\d+"))
    campaign = re.search(r"/campaigns/(\d+)", page.url)
    assert campaign
    base = f"/campaigns/{campaign[1]}"
    page.goto(f"{base}/audience")
    row = page.locator("main fieldset", has_text=f"Readers {walk.name}")
    row.locator("input[value=in]").check(force=True)
    walk.look()
    walk.submit()
    page.goto(f"{base}/message")
    page.select_option("[name=template]", label=f"Mail {walk.name}")
    page.select_option("[name=sender]", index=1)
    walk.look()
    walk.submit()
    page.goto(f"{base}/goal")
    page.select_option("[name=metric]", "orders")
    page.fill("[name=target]", "5")
    page.fill("[name=budget]", "100")
    walk.look()
    walk.submit()
    page.goto(f"{base}/schedule")
    page.check("[name=timing][value=now]")
    page.fill("[name=holdout_percent]", "0")
    walk.look()
    walk.submit()
    page.goto(base)


def launch(walk: Walk) -> None:
    page = walk.page
    here = page.url
    page.goto("/campaigns/settings")
    page.fill("[name=cancel_window_seconds]", "2")
    walk.submit()
    page.goto(here + "/launch")
    walk.look()
    page.locator("main form[action$='/launch/create'] button").click()
    # one of the three has not agreed; the report comes by itself once the others are mailed
    page.locator("#live").wait_for()
    page.locator("#live").wait_for(state="detached", timeout=60_000)
    page.locator("a[href$='.csv']").first.wait_for()
    walk.look()


def read_report(walk: Walk) -> None:
    page = walk.page
    page.locator("a[href$='/sent']").first.click()
    page.wait_for_url("**/sent")
    expect(page.locator("tbody tr")).to_have_count(2)
    walk.look()
    page.goto("/outbox/")
    page.locator("main a", has_text="Amna, a lamp for you").first.click()
    page.wait_for_url(re.compile(r"/outbox/\d+$"))
    expect(page.locator("h1")).to_contain_text("Amna, a lamp for you")
    walk.look()
