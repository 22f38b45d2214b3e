"""Audiences kept as files: a plan tells exactly what applying it does."""

import pytest

from raabta.audiences.models import Audience
from raabta.audiences.queries import Comparison, audiences, compare, rule_of
from raabta.audiences.rules import EVERYBODY, parse
from raabta.audiences.services.files import (
    BadFiles,
    Kind,
    apply_files,
    files_of,
    plan_files,
)
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import AuditEntry
from tests.audiences.conftest import Shop, city, group, inside

LAHORE = "name: Lahore\nrule:\n  all:\n    - attribute_text: {field: city, value: Lahore}\n"
REST = "name: Rest\nrule:\n  none:\n    - in_audience: {audience: Lahore}\n"


def kinds(shop: Shop, files: dict[str, str], *, removes: bool = False) -> dict[str, str]:
    """What is planned, after seeing that applying does the same and planning nothing."""
    given = {"workspace": shop.workspace, "actor": SYSTEM, "files": files, "removes": removes}
    before = list(Audience.objects.order_by("pk").values())
    planned = plan_files(**given)
    assert list(Audience.objects.order_by("pk").values()) == before
    applied = apply_files(**given)
    assert [(one.kind, one.name, one.before, one.after) for one in applied] == [
        (one.kind, one.name, one.before, one.after) for one in planned
    ]
    return {one.name: one.kind.value for one in planned}


def test_files_make_audiences_in_any_order(shop: Shop) -> None:
    people = shop.people("Lahore", "Dhaka", "Leeds")
    assert kinds(shop, {"a.yaml": REST, "b.yaml": LAHORE}) == {"Lahore": "create", "Rest": "create"}
    rest = audiences(shop.workspace).get(name="Rest")
    found = compare(shop.workspace, EVERYBODY, rule_of(rest))
    assert found == Comparison(before=3, after=2, enter=0, leave=1)
    assert len(people) == 3


def test_what_is_written_plans_nothing(shop: Shop) -> None:
    lahore = shop.audience("Lahore", city("Lahore"))
    shop.audience("Rest", inside(lahore.pk, "not_in"))
    shop.audience("Some", group("some", city("Dhaka"), city("Leeds")) | {"least": 2})
    written = files_of(shop.workspace)
    assert sorted(written) == ["lahore.yaml", "rest.yaml", "some.yaml"]
    entries = AuditEntry.objects.count()
    assert set(kinds(shop, written, removes=True).values()) == {"same"}
    assert AuditEntry.objects.count() == entries


def test_a_change_shows_both_texts(shop: Shop) -> None:
    shop.audience("Lahore", city("Dhaka"))
    (change,) = plan_files(workspace=shop.workspace, actor=SYSTEM, files={"x": LAHORE})
    assert change.kind is Kind.CHANGE
    assert "value: Dhaka" in change.before
    assert "value: Lahore" in change.after
    shop.people("Lahore", "Lahore", "Dhaka")
    found = compare(shop.workspace, parse(change.old_rule), parse(change.new_rule))
    assert found == Comparison(before=1, after=2, enter=2, leave=1)


def test_only_when_asked_is_anything_removed(shop: Shop) -> None:
    shop.audience("Old", city("Leeds"))
    assert kinds(shop, {"a": LAHORE}) == {"Lahore": "create"}
    assert kinds(shop, {"a": LAHORE}, removes=True) == {"Lahore": "same", "Old": "remove"}
    assert [one.name for one in audiences(shop.workspace)] == ["Lahore"]
    assert [one.name for one in audiences(shop.workspace, archived=True)] == ["Old"]


def test_one_bad_file_changes_nothing(shop: Shop) -> None:
    bad = {"a.yaml": LAHORE, "b.yaml": "name: X\nrule:\n  all:\n    - in_audience: {audience: Y}\n"}
    with pytest.raises(BadFiles) as caught:
        apply_files(workspace=shop.workspace, actor=SYSTEM, files=bad)
    assert str(caught.value) == "b.yaml: Line 4: Nothing is called “Y”."
    assert not Audience.objects.exists()


def test_circles_and_doubles_are_refused(shop: Shop) -> None:
    lahore = shop.audience("Lahore", city("Lahore"))
    shop.audience("Rest", inside(lahore.pk))
    circle = "name: Lahore\nrule:\n  all:\n    - in_audience: {audience: Rest}\n"
    with pytest.raises(BadFiles, match="An audience cannot be part of itself"):
        plan_files(workspace=shop.workspace, actor=SYSTEM, files={"a": circle})
    with pytest.raises(BadFiles, match=r"b: “Lahore” is also in a\."):
        plan_files(workspace=shop.workspace, actor=SYSTEM, files={"a": LAHORE, "b": LAHORE})
