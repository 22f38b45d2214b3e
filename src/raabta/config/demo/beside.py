"""What the demo's shop keeps beside people and orders: tea subscriptions, and a form for news."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from raabta.audiences.rules import parse
from raabta.audiences.services import create_audience
from raabta.customers.models import Customer
from raabta.customers.services.attributes import define_attribute
from raabta.forms.services import building
from raabta.forms.starting import starting_fields
from raabta.kernel import clock
from raabta.objects.services.kinds import add_role, make_kind
from raabta.objects.services.links import link
from raabta.objects.services.records import create_record
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

Tell = Callable[[str, int, int], None]
SUBSCRIBERS = 40
PLANS = ["Green", "Black", "Mixed"]
NAMES = {
    "en": ["Subscription", "Subscriptions"],
    "ur": ["رکنیت", "رکنیتیں"],
    "bn": ["সাবস্ক্রিপশন", "সাবস্ক্রিপশনসমূহ"],
}
RENEWS_SOON = {"kind": "subscription", "day": "renews_on", "when": "next", "within": 30}


def make_things_beside(*, workspace: Workspace, actor: Actor, tell: Tell) -> None:
    tell("Making subscriptions and a form", 0, 0)
    make_subscriptions(workspace, actor)
    make_form(workspace, actor)


def make_subscriptions(workspace: Workspace, actor: Actor) -> None:
    ours: dict[str, Any] = {"workspace": workspace, "actor": actor}
    values = {"key": "subscription", "names": NAMES, "icon": "calendar-clock"}
    kind = make_kind(**ours, values={**values, "title_field": "plan"})
    for key, label, held in (("plan", "Plan", "choice"), ("renews_on", "Renews on", "date")):
        field = {"subject": kind.subject, "key": key, "label": label, "kind": held}
        define_attribute(**ours, values={**field, "choices": PLANS if held == "choice" else []})
    owner = add_role(
        workspace=workspace,
        kind=kind,
        values={"key": "owner", "label": "Owner", "target": "person"},
    )
    chance, today = random.Random(8), clock.now().date()  # noqa: S311
    people = Customer.objects.exclude(email="").order_by("pk")
    for number, pk in enumerate(people.values_list("pk", flat=True)[:SUBSCRIBERS], 1):
        renews = today + timedelta(days=chance.randrange(1, 120))
        told = {"plan": chance.choice(PLANS), "renews_on": renews.isoformat()}
        record = create_record(**ours, kind=kind, values={"external_id": f"S-{number:03}", **told})
        link(**ours, record_id=record.pk, role=owner, target_id=pk)
    items = [{"key": "has_object", "params": RENEWS_SOON}]
    create_audience(
        **ours,
        name="Renews within 30 days",
        rule=parse({"match": "all", "items": items}),
        description="Tea subscriptions that are about to end",
    )


def make_form(workspace: Workspace, actor: Actor) -> None:
    ours: dict[str, Any] = {"workspace": workspace, "actor": actor}
    made = building.create_form(**ours, name="Newsletter", fields=starting_fields())
    building.move_form(**ours, form_id=made.pk, state="published")
