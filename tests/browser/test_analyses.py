"""The answer follows while somebody chooses: every kind, wide and narrow, in three languages."""

import os

import pytest

from tests.browser.conftest import Watched, axe_violations, sideways

pytestmark = pytest.mark.browser

KINDS = {
    "funnel": ("steps.0.name", "steps.1.name"),
    "retention": ("first.0.name", "back.0.name"),
    "trend": ("event.0.name",),
    "paths": ("event.0.name",),
}
LOOKS = [
    {"width": 1440, "theme": "light", "language": "en"},
    {"width": 390, "theme": "dark", "language": "ur"},
    {"width": 1440, "theme": "light", "language": "ur"},
    {"width": 390, "theme": "light", "language": "bn"},
]


@pytest.mark.parametrize(
    "watched", LOOKS, indirect=True, ids=lambda look: "-".join(map(str, look.values()))
)
def test_the_answer_follows(watched: Watched, request: pytest.FixtureRequest) -> None:
    page, problems = watched.page, []
    for kind, fields in KINDS.items():
        page.goto(f"/analyses/new/{kind}")
        names = page.locator("#event-names option").evaluate_all("all => all.map(o => o.value)")
        page.fill("[name=days]", "365")
        for field, name in zip(fields, names, strict=False):
            page.fill(f"[name='{field}']", name)
        page.wait_for_selector("#answer a[href*='/analyses/people/']", timeout=20_000)
        page.wait_for_timeout(600)
        problems += [f"{kind}: {found}" for found in axe_violations(page)]
        if (over := sideways(page)) > 0:
            problems.append(f"{kind}: {over} px wider than the window")
        if folder := os.environ.get("SHOTS"):
            look = "-".join(map(str, request.node.callspec.params["watched"].values()))
            page.screenshot(path=f"{folder}/{kind}-{look}.png", full_page=True)
    assert problems + watched.errors == []
