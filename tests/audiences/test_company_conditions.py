"""What audiences ask about the person's company."""

from collections.abc import Callable
from typing import Any

from raabta.audiences.conditions.company_tree import InCompany
from raabta.audiences.question import Question
from raabta.audiences.rules import expression, parse, sentence
from raabta.customers.services.companies import create_company
from raabta.customers.services.people import create_customer
from raabta.warehouse.queries import fetch
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.commerce.shop import placed


def rule(key: str, **params: Any) -> dict[str, Any]:
    return {"match": "all", "items": [{"key": key, "params": params}]}


def members(workspace: Workspace, asked: dict[str, Any]) -> set[str]:
    question = Question(workspace)
    people = question.customer.filter(expression(parse(asked), question))
    return {name for (name,) in fetch(people.select("name"))}


def companies(workspace: Workspace) -> None:
    """Top with Ada; Below, under it, with Bano and Carl; Dara has no company."""
    top = create_company(
        workspace=workspace, actor=SYSTEM, values={"name": "Top", "city": "Lahore"}
    )
    values = {"name": "Below", "parent_id": top.pk, "attributes": {"tier": "Gold"}}
    below = create_company(workspace=workspace, actor=SYSTEM, values=values)
    for name, company in (("Ada", top), ("Bano", below), ("Carl", below), ("Dara", None)):
        made = create_customer(
            workspace=workspace,
            actor=SYSTEM,
            values={"first_name": name, "company_id": company and company.pk},
        )
        placed(workspace, name, customer_id=made.pk)


def test_people_are_found_by_their_company(
    workspace: Workspace, project: Callable[[], None]
) -> None:
    companies(workspace)
    project()
    gold = {"name": "tier", "operator": "is", "value": "gold"}
    lahore = {"name": "city", "operator": "is", "value": "lahore"}
    for asked, expected in (
        (rule("company_attribute", filters=[gold]), {"Bano", "Carl"}),
        (rule("company_attribute", filters=[lahore]), {"Ada"}),
        (rule("company_tree", company="top"), {"Ada", "Bano", "Carl"}),
        (rule("company_tree", company="Top", within="company"), {"Ada"}),
        (rule("company_tree", company="Below", within="not_tree"), {"Ada", "Dara"}),
        (rule("company_tree", company="Nowhere"), set()),
        (rule("company_people", amount=2), {"Bano", "Carl"}),
        (rule("company_people", comparison="at_most", amount=1), {"Ada", "Dara"}),
        (rule("company_money", comparison="at_least", amount=20), {"Bano", "Carl"}),
        (rule("company_money", comparison="less_than", amount=20), {"Ada", "Dara"}),
    ):
        assert members(workspace, asked) == expected, asked


def test_the_rules_read_as_sentences(workspace: Workspace) -> None:
    asked = Question(workspace)
    tier = {"name": "tier", "operator": "is", "value": "gold"}
    told = sentence(parse(rule("company_attribute", filters=[tier])), asked)
    assert "they belong to a company whose tier is “gold”" in told
    told = sentence(parse(rule("company_people", amount=5)), asked)
    assert "their company has at least 5 people" in told
    assert InCompany(company="Gone").warnings(asked) == ["There is no company “Gone”."]
