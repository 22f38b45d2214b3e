from collections.abc import Callable
from typing import Any

from raabta.audiences.question import Question
from raabta.audiences.rules import expression, parse, sentence
from raabta.objects.conditions.has_object import HasObject
from raabta.objects.services.kinds import archive_kind
from raabta.warehouse.queries import fetch
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.objects.garage import give, person, vehicle, vehicles


def rule(**params: Any) -> dict[str, Any]:
    given = {"kind": "vehicle", **params}
    return {"match": "all", "items": [{"key": "has_object", "params": given}]}


def members(workspace: Workspace, asked: dict[str, Any]) -> set[int]:
    question = Question(workspace)
    people = question.customer.filter(expression(parse(asked), question))
    return {pk for (pk,) in fetch(people.select("customer_id"))}


def test_people_are_found_by_the_records_they_have(
    workspace: Workspace, project: Callable[[], None]
) -> None:
    kind = vehicles(workspace)
    ada, bano = person(workspace, "Ada"), person(workspace, "Bano")
    give(workspace, vehicle(workspace, kind, "A", doors="5"), ada, "owner")
    give(workspace, vehicle(workspace, kind, "B", doors="3"), bano, "driver")
    project()
    more = [{"name": "doors", "operator": "more_than", "value": "4"}]
    assert members(workspace, rule()) == {ada.pk, bano.pk}
    assert members(workspace, rule(role="driver")) == {bano.pk}
    assert members(workspace, rule(filters=more)) == {ada.pk}
    assert members(workspace, rule(filters=more, comparison="at_most", amount=0)) == {bano.pk}
    archive_kind(workspace=workspace, actor=SYSTEM, kind_id=kind.pk)
    project()
    assert members(workspace, rule()) == set()


def test_the_condition_names_the_kind_its_role_and_fields(workspace: Workspace) -> None:
    vehicles(workspace)
    asked = Question(workspace)
    (choice,) = HasObject.choices(asked)
    assert (choice.label, choice.params) == ("Vehicle", {"kind": "vehicle"})
    roles = HasObject.options_for("role", choice.params, asked)
    assert [key for key, _label in roles] == ["", "owner", "driver"]
    said = sentence(parse(rule(role="owner", day="insured_until")), asked)
    for word in ("Vehicle", "Owner", "Insured_Until", "30"):
        assert word in said
    wrong = HasObject(kind="vehicle", filters=[{"name": "wings", "value": "2"}])
    assert "doors" in wrong.warnings(asked)[0]
