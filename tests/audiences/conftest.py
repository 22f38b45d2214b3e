"""A shop with people whom rules can tell apart, and pages to edit rules on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from raabta.audiences import services
from raabta.audiences.models import Audience
from raabta.audiences.rules import parse
from raabta.customers.models import Customer
from raabta.kernel import changes, clock
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import User, Workspace

Rule = dict[str, Any]
CITIES = ("Lahore", "Lahore", "Dhaka", "Leeds", "")


def city(name: str, operator: str = "is") -> Rule:
    return {
        "key": "attribute_text",
        "params": {"field": "city", "operator": operator, "value": name},
    }


def inside(audience: int, operator: str = "in") -> Rule:
    return {"key": "in_audience", "params": {"audience": audience, "operator": operator}}


def group(match: str, *items: Rule) -> Rule:
    return {"match": match, "items": list(items)}


@dataclass
class Shop:
    workspace: Workspace
    move: Callable[[], None]

    def people(self, *cities: str) -> list[int]:
        now = clock.now()
        made = [
            Customer.objects.create(
                workspace=self.workspace,
                first_name=f"Person {n}",
                city=one,
                created_at=now,
                updated_at=now,
            ).pk
            for n, one in enumerate(cities, 1)
        ]
        self.tell(made)
        return made

    def tell(self, ids: list[int]) -> None:
        changes.mark(workspace_id=self.workspace.pk, table="customer", ids=ids)
        self.move()

    def audience(self, name: str, *items: Rule, match: str = "all") -> Audience:
        return services.create_audience(
            workspace=self.workspace, actor=SYSTEM, name=name, rule=parse(group(match, *items))
        )

    def edit(self, audience: Audience, *items: Rule) -> Audience:
        return services.edit_audience(
            workspace=self.workspace,
            actor=SYSTEM,
            audience=audience,
            name=audience.name,
            rule=parse(group("all", *items)),
        )


@pytest.fixture
def shop(workspace: Workspace, project: Callable[[], None]) -> Shop:
    return Shop(workspace, project)


@pytest.fixture
def page(owner: User, workspace: Workspace) -> Client:
    client = Client()
    client.force_login(owner)
    return client
