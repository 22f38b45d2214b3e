"""Audiences inside audiences, and those that would contain themselves."""

import pytest
from django.test import Client
from django.urls import reverse

from raabta.audiences.models import Audience
from raabta.audiences.queries import count, preview
from raabta.audiences.rules import BadRule, parse
from raabta.workspaces.models import AuditEntry, User
from raabta.workspaces.policy import PERMISSIONS, Role
from raabta.workspaces.services.keys import create_key
from tests.api.conftest import Program
from tests.audiences.conftest import Shop, city, group, inside


def size(shop: Shop, *items: dict[str, object], match: str = "all") -> int:
    return count(shop.workspace, parse(group(match, *items)))


def test_an_audience_inside_another_is_its_rule_as_it_is_now(shop: Shop) -> None:
    shop.people("Lahore", "Lahore", "Dhaka", "Leeds", "")
    inner = shop.audience("Lahore", city("Lahore"))
    outer = shop.audience("Ours", inside(inner.pk), city("Dhaka"), match="any")
    assert size(shop, inside(outer.pk)) == 3
    assert size(shop, inside(outer.pk, "not_in")) == 2
    shop.edit(inner, city("Leeds"))
    assert size(shop, inside(outer.pk)) == 2


def test_a_deleted_audience_lets_nobody_in_on_either_side(shop: Shop) -> None:
    shop.people("Lahore")
    assert size(shop, inside(99)) == 0
    assert size(shop, inside(99, "not_in")) == 0


def test_an_audience_of_another_workspace_is_unknown(shop: Shop, other_workspace: object) -> None:
    shop.people("Lahore")
    inner = shop.audience("Lahore", city("Lahore"))
    Audience._base_manager.filter(pk=inner.pk).update(workspace=other_workspace)
    assert size(shop, inside(inner.pk)) == 0


@pytest.mark.parametrize("operator", ["in", "not_in"])
def test_no_audience_becomes_part_of_itself(shop: Shop, operator: str) -> None:
    a = shop.audience("A", city("Lahore"))
    b = shop.audience("B", inside(a.pk))
    c = shop.audience("C", group("any", city("Dhaka"), inside(b.pk, operator)))
    before, told = Audience.objects.get(pk=a.pk).rule, AuditEntry.objects.count()
    for item in (inside(a.pk, operator), inside(b.pk, operator), group("none", inside(c.pk))):
        with pytest.raises(BadRule, match="part of itself"):
            shop.edit(a, city("Leeds"), item)
    kept = Audience.objects.get(pk=a.pk)
    assert (kept.rule, AuditEntry.objects.count()) == (before, told)
    shop.edit(a, inside(shop.audience("D", city("Leeds")).pk))


def test_a_circle_that_slipped_in_still_ends_and_lets_nobody_through(shop: Shop) -> None:
    """Two people can save at the same moment; counting must not go round for ever."""
    shop.people("Lahore")
    a, b = shop.audience("A"), shop.audience("B")
    Audience.objects.filter(pk=a.pk).update(rule=group("all", inside(b.pk)))
    Audience.objects.filter(pk=b.pk).update(rule=group("all", inside(a.pk)))
    assert size(shop, inside(a.pk)) == 0
    assert preview(shop.workspace, parse(group("all", inside(b.pk))), number=a.pk).count == 0


def test_the_page_says_why_a_circle_is_refused(shop: Shop, page: Client) -> None:
    a = shop.audience("A", city("Lahore"))
    b = shop.audience("B", inside(a.pk))
    before = Audience.objects.get(pk=a.pk).rule
    answer = page.post(
        reverse("web:audiences:edit", args=[a.pk]),
        {
            "name": "A",
            "r~match": "all",
            "r.0~key": "in_audience",
            "r.0~operator": "in",
            "r.0~audience": str(b.pk),
        },
    )
    assert answer.status_code == 422
    assert "An audience cannot be part of itself." in answer.content.decode()
    assert Audience.objects.get(pk=a.pk).rule == before


def test_the_api_refuses_a_circle_and_keeps_the_rule(shop: Shop, owner: User) -> None:
    _key, plain = create_key(
        workspace=shop.workspace, name="Shop", scopes=PERMISSIONS, made_by=owner, role=Role.OWNER
    )
    a = shop.audience("A", city("Lahore"))
    before = Audience.objects.get(pk=a.pk).rule
    answer = Program(plain).patch(f"/audiences/{a.pk}", {"rule": group("all", inside(a.pk))})
    assert answer.status_code == 422
    assert "An audience cannot be part of itself." in answer.content.decode()
    assert Audience.objects.get(pk=a.pk).rule == before
