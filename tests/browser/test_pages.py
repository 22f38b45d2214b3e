"""Every page, in three languages, light and dark, wide and phone width: nothing broken, axe clean."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Watched, axe_violations, sideways

pytestmark = pytest.mark.browser

LISTS = (
    "/",
    "/customers/",
    "/companies/",
    "/objects/",
    "/duplicates/",
    "/audiences/",
    "/analyses/",
    "/campaigns/",
    "/forms/",
    "/forms/submissions/",
    "/templates/",
    "/orders/",
    "/products/",
    "/outbox/",
    "/imports/",
    "/settings/",
)
LOOKS = [
    {"width": 1440, "theme": "light", "language": "en"},
    {"width": 390, "theme": "dark", "language": "en"},
    {"width": 1440, "theme": "dark", "language": "ur"},
    {"width": 390, "theme": "light", "language": "ur"},
    {"width": 1440, "theme": "light", "language": "bn"},
    {"width": 390, "theme": "dark", "language": "bn"},
]


def addresses(page: Page) -> list[str]:
    """The lists, the first record of each, two customers side by side, results of a search, and
    every card of the settings page.
    """
    found = dict.fromkeys(LISTS)
    for start in LISTS[1:]:
        page.goto(start)
        path = start.rstrip("/")
        links = page.locator(f"main a[href^='{path}/']").evaluate_all(
            "all => all.map(a => a.getAttribute('href'))"
        )
        shown = [
            link for link in links if "?" not in link and link != start and "export" not in link
        ]
        found |= dict.fromkeys(shown[:3])
    page.goto("/settings/")
    cards = page.locator("main a[href^='/']").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    people = sorted(path for path in found if re.fullmatch(r"/customers/\d+", path))[:2]
    other = people[1].rpartition("/")[2]
    more = ["/search?q=muhammad", f"{people[0]}/merge", f"{people[0]}/merge/{other}"]
    return list(found | dict.fromkeys([*more, *(link for link in cards if "?" not in link)]))


@pytest.mark.parametrize(
    "watched", LOOKS, indirect=True, ids=lambda look: "-".join(map(str, look.values()))
)
def test_every_page_is_whole(watched: Watched) -> None:
    problems = []
    for address in addresses(watched.page):
        answer = watched.page.goto(address)
        assert answer is not None
        if answer.status != 200:
            problems.append(f"{address}: status {answer.status}")
            continue
        problems += [f"{address}: {found}" for found in axe_violations(watched.page)]
        if (over := sideways(watched.page)) > 0:
            problems.append(f"{address}: {over} px wider than the window")
        problems += [f"{address}: {error}" for error in watched.errors]
        watched.errors.clear()
    assert problems == []
