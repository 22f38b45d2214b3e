"""A shop with one of everything that can be found, and somebody who looks at its pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from raabta.audiences.models import Audience
from raabta.campaigns.models import Campaign
from raabta.content.models import Template
from raabta.customers.models import Customer
from raabta.customers.services.companies import create_company
from raabta.customers.services.people import create_customer
from raabta.kernel import clock
from raabta.search.services import index_marked
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import User, Workspace
from tests.commerce.shop import line, placed

People = Callable[..., list[Customer]]


@pytest.fixture
def page(owner: User, workspace: Workspace) -> Client:
    client = Client()
    client.force_login(owner)
    return client


@pytest.fixture
def people(workspace: Workspace, project: Callable[[], None]) -> People:
    """Makes people of these first names, in the order of being made, and tells the warehouse."""

    def make(*names: str, **fields: Any) -> list[Customer]:
        made = [
            create_customer(
                workspace=workspace,
                actor=SYSTEM,
                values={"first_name": name, "email": f"{name.lower()}@people.example", **fields},
            )
            for name in names
        ]
        project()
        return made

    return make


def one_of_everything(workspace: Workspace, word: str) -> None:
    """A customer, company, order, product, campaign, audience and template of that name."""
    now = clock.now()
    stamps = {"workspace": workspace, "created_at": now, "updated_at": now}
    create_customer(
        workspace=workspace, actor=SYSTEM, values={"first_name": word, "last_name": "Khan"}
    )
    create_company(workspace=workspace, actor=SYSTEM, values={"name": f"{word} Ltd"})
    placed(workspace, f"{word}-1", line(f"{word}-SKU", name=f"{word} lamp"))
    Campaign.objects.create(name=f"{word} sale", currency="PKR", created_by="Ayesha", **stamps)
    Audience.objects.create(name=f"{word} fans", rule={}, created_by="Ayesha", **stamps)
    Template.objects.create(name=f"{word} mail", created_by="Ayesha", **stamps)
    while index_marked():
        pass
