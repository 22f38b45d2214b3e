"""What the builder asks for while somebody edits: size, hints and values."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.audiences.conftest import Shop
from tests.audiences.test_builder import BASE, DHAKA, LAHORE


def test_the_preview_counts_and_shows_people(shop: Shop, page: Client) -> None:
    shop.people("Lahore", "Lahore", "Dhaka")
    found = page.post(reverse("web:audiences:preview"), {**BASE, **LAHORE}).content.decode()
    assert "<html" not in found
    assert "Person 1" in found
    assert "Person 2" in found
    assert "Person 3" not in found
    hints = page.post(reverse("web:audiences:hints"), {**BASE, **LAHORE, **DHAKA}).content.decode()
    assert "r-0" in hints
    assert "r-1" in hints


@pytest.mark.parametrize("name", ["preview", "hints"])
def test_previews_of_bad_rules_tell_it_calmly(shop: Shop, page: Client, name: str) -> None:
    url = reverse(f"web:audiences:{name}")
    odd: list[dict[str, Any]] = [
        {**LAHORE, "r.0~value": ""},
        {**LAHORE, "audience": "²"},
        {**LAHORE, "audience": "9" * 30},
        {**LAHORE, "r.0~value": "a\x00b"},
        {**LAHORE, "r.0~value": "'; DROP TABLE customer; --"},
        {"r.0.0.0~key": "tag"},
        {},
    ]
    for fields in odd:
        assert page.post(url, {**BASE, **fields}).status_code in {200, 204}, fields


def test_values_are_suggested_and_odd_questions_get_none(shop: Shop, page: Client) -> None:
    shop.people("Lahore", "Lahore", "Dhaka")
    url = reverse("web:audiences:values")
    form = {**BASE, **LAHORE, "r.0~value": "la"}
    found = page.post(f"{url}?at=r.0&field=value&typed=r.0~value", form)
    assert "Lahore" in found.content.decode()
    event = {**BASE, "r.0~key": "event", "r.0~name": "Viewed"}
    for query in (
        "at=r.0&field=nonsense", "at=r.9&field=value", "at=r.²&field=value", "", "at=&field=",
        "at=r.0&field=filters.x.value", "at=r.0&field=filters.", "at=r.0&field=filters.0.value",
    ):  # fmt: skip
        for fields in (form, event):
            assert page.post(f"{url}?{query}", fields).status_code in {200, 204}, query
