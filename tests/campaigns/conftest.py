"""A shop with consenting people, an audience of them, a sound template, and a draft that is ready."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from raabta.audiences.models import Audience
from raabta.campaigns import services
from raabta.campaigns.models import Campaign
from raabta.content import mjml
from raabta.content.models import Template, Variant
from raabta.customers.models import Consent, Customer
from raabta.kernel import changes, clock, jobs, pumps
from raabta.messaging.models import Sender
from raabta.messaging.services import composers, links
from raabta.workspaces.actor import SYSTEM, Actor
from raabta.workspaces.models import Workspace

BODY = """<mjml><mj-body><mj-section><mj-column>
<mj-text>Hello {{ person.first_name | default: 'friend' }}</mj-text>
<mj-button href="https://shop.example/sale">Look</mj-button>
<mj-text>{{ workspace.postal_address }} <a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text>
</mj-column></mj-section></mj-body></mjml>"""
PEOPLE = 40


@dataclass
class Shop:
    workspace: Workspace
    people: list[int]
    audience: Audience
    template: Template
    sender: Sender
    actor: Actor
    project: Callable[[], None]

    def add(self, count: int, *, consent: bool = True, **fields: Any) -> list[int]:
        return add_people(self.workspace, count, consent=consent, **fields)

    def draft(self, **changes: Any) -> Campaign:
        """A draft with everything that a launch needs but the count of its reach."""
        made = services.create_campaign(
            workspace=self.workspace, actor=self.actor, name="Spring sale"
        )
        services.edit_draft(
            workspace=self.workspace,
            actor=self.actor,
            campaign=made,
            changes={"template": self.template, "sender": self.sender, **changes},
        )
        services.choose_audiences(
            workspace=self.workspace,
            actor=self.actor,
            campaign=made,
            included=[self.audience],
            excluded=[],
        )
        made.refresh_from_db()
        return made

    def counted(self, **changes: Any) -> Campaign:
        made = self.draft(**changes)
        self.count_reach(made)
        return made

    def count_reach(self, campaign: Campaign) -> None:
        services.request_reach(workspace=self.workspace, actor=self.actor, campaign=campaign)
        self.work()

    def launch(self, campaign: Campaign) -> Campaign:
        return services.launch_campaign(
            workspace=self.workspace, actor=self.actor, campaign=campaign
        )

    def work(self) -> None:
        """Run every waiting job of the warehouse's process."""
        while jobs.run_next([jobs.WAREHOUSE, jobs.DEFAULT]):
            pass

    def run(self) -> None:
        """Turn pumps and jobs until nothing moves."""
        for _ in range(6):
            pumps.run_until_idle(seconds=20)
            self.work()


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Row ids begin again in every test, so nothing may be remembered by id."""
    yield
    composers._kept.clear()
    links._stored.clear()


@pytest.fixture
def shop(workspace: Workspace, project: Callable[[], None]) -> Shop:
    Workspace.objects.filter(pk=workspace.pk).update(postal_address="1 Mall Road, Lahore")
    workspace.refresh_from_db()
    people = add_people(workspace, PEOPLE)
    project()
    return Shop(
        workspace=workspace,
        people=people,
        audience=make_audience(workspace, "Everybody"),
        template=make_template(workspace),
        sender=Sender.objects.create(
            workspace=workspace, name="Shop", address="hello@shop.example", is_default=True
        ),
        actor=SYSTEM,
        project=project,
    )


def add_people(
    workspace: Workspace, count: int, *, consent: bool = True, **fields: Any
) -> list[int]:
    now, start = clock.now(), Customer.objects.count()
    made = Customer.objects.bulk_create(
        Customer(
            workspace=workspace,
            **{
                "email": f"person{n}@people.example",
                "first_name": f"Person {n}",
                "created_at": now,
                "updated_at": now,
                **fields,
            },
        )
        for n in range(start, start + count)
    )
    if consent:
        Consent.objects.bulk_create(
            Consent(
                workspace=workspace,
                customer=one,
                purpose="marketing",
                channel="email",
                state="granted",
                since=now,
            )
            for one in made
        )
    ids = [one.pk for one in made]
    changes.mark(workspace_id=workspace.pk, table="customer", ids=ids)
    return ids


def make_audience(workspace: Workspace, name: str, rule: dict[str, Any] | None = None) -> Audience:
    now = clock.now()
    return Audience.objects.create(
        workspace=workspace,
        name=name,
        rule=rule or {"match": "all", "items": []},
        created_by="Ayesha",
        created_at=now,
        updated_at=now,
    )


def make_template(workspace: Workspace) -> Template:
    now = clock.now()
    made = Template.objects.create(
        workspace=workspace,
        name="Spring",
        created_by="Ayesha",
        created_at=now,
        updated_at=now,
        links_checked_at=now,
    )
    Variant.objects.create(
        workspace=workspace,
        template=made,
        language="en",
        subject="Spring for {{ person.first_name | default: 'you' }}",
        tree=mjml.parse(BODY),
        updated_at=now,
    )
    return made
