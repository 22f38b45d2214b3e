"""What a marketer would have made by now: audiences, templates, a finished campaign and a draft."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from raabta.audiences.models import Audience
from raabta.audiences.rules import parse
from raabta.audiences.services import count_audience, create_audience
from raabta.campaigns.models import Campaign
from raabta.campaigns.services.costs import add_cost
from raabta.campaigns.services.drafts import (
    choose_audiences,
    create_campaign,
    edit_draft,
    keep_learnings,
)
from raabta.campaigns.services.launching import launch_campaign
from raabta.campaigns.services.reach import request_reach
from raabta.config.demo.engagement import simulate_engagement
from raabta.config.demo.mails import AUTUMN, WINTER, Mail
from raabta.content.models import Template
from raabta.content.services.templates import create_template
from raabta.content.services.variants import make_variant
from raabta.kernel import clock, jobs, pumps
from raabta.messaging.models import Sender
from raabta.messaging.services.senders import SenderFields, create_sender
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

Tell = Callable[[str, int, int], None]
SIMULATED = (
    "This is a demo. Its people are made up, and the opens, clicks, bounces and unsubscriptions of "
    "this campaign are simulated. The orders are real and knew nothing of it, so any difference to "
    "those held out is luck."
)
AUDIENCES: dict[str, tuple[str, str, list[tuple[str, dict[str, Any]]]]] = {
    "Regulars": (
        "Bought three times or more within a year and may get our mail.",
        "all",
        [
            ("order_count", {"comparison": "at_least", "amount": 3, "span": "last", "days": 365}),
            ("consent", {"state": "granted"}),
        ],
    ),
    "Best customers": (
        "Spent £1,000 or more, or hold a gold card.",
        "any",
        [
            ("order_money", {"fact": "revenue", "comparison": "at_least", "amount": 1000}),
            ("attribute_choice", {"field": "attributes.tier", "values": ["gold"]}),
        ],
    ),
    "Slipping away": (
        "Bought before, but not for ninety days.",
        "all",
        [
            ("order_count", {"comparison": "at_least", "amount": 1}),
            ("order_day", {"which": "last", "span": "ago", "days": 90}),
            ("consent", {"state": "granted"}),
        ],
    ),
}


def make_marketing(*, workspace: Workspace, actor: Actor, tell: Tell) -> None:
    """Called inside the workspace, with customers and orders in the warehouse."""
    tell("Making audiences and templates", 0, 0)
    audiences = {
        name: create_audience(
            workspace=workspace,
            actor=actor,
            name=name,
            rule=parse(
                {
                    "match": match,
                    "items": [{"key": key, "params": params} for key, params in items],
                }
            ),
            description=says,
        )
        for name, (says, match, items) in AUDIENCES.items()
    }
    for audience in audiences.values():
        count_audience(workspace=workspace, audience=audience)
    sender = create_sender(
        workspace=workspace,
        actor=actor,
        fields=SenderFields(name=workspace.name, address="hello@lantern.example"),
    )
    autumn = make_template(workspace, actor, "Autumn lanterns", AUTUMN)
    winter = make_template(workspace, actor, "We have missed you", WINTER)
    finished_campaign(workspace, actor, audiences["Regulars"], mail=(autumn, sender), tell=tell)
    draft_campaign(workspace, actor, audiences["Slipping away"], (winter, sender))


def make_template(
    workspace: Workspace, actor: Actor, name: str, mails: dict[str, Mail]
) -> Template:
    first = mails["en"]
    template = create_template(
        workspace=workspace,
        actor=actor,
        name=name,
        language="en",
        tree=first.tree(),
        subject=first.subject,
        preheader=first.preheader,
    )
    for language in ("ur", "bn"):
        mail = mails[language]
        make_variant(
            template,
            language=language,
            tree=mail.tree(),
            subject=mail.subject,
            preheader=mail.preheader,
        )
    return template


def finished_campaign(
    workspace: Workspace,
    actor: Actor,
    audience: Audience,
    *,
    mail: tuple[Template, Sender],
    tell: Tell,
) -> Campaign:
    """Launched a fortnight ago through the real machinery, with the clock turned back."""
    launched = (clock.now() - timedelta(days=15)).replace(
        hour=9, minute=30, second=0, microsecond=0
    )
    with clock.turned_to(launched):
        campaign = create_campaign(
            workspace=workspace, actor=actor, name="Autumn lanterns (simulated)"
        )
        edit_draft(
            workspace=workspace,
            actor=actor,
            campaign=campaign,
            changes={
                "template": mail[0],
                "sender": mail[1],
                "goal_metric": Campaign.Metric.ORDERS,
                "goal_baseline": 60,
                "goal_target": 90,
                "goal_deadline_on": (launched + timedelta(days=10)).date(),
                "budget_minor": 400_00,
                "holdout_percent": 10,
            },
        )
        choose_audiences(
            workspace=workspace, actor=actor, campaign=campaign, included=[audience], excluded=[]
        )
        for label, minor in (("Photographs", 180_00), ("Writing and translation", 120_00)):
            add_cost(
                workspace=workspace,
                actor=actor,
                campaign=campaign,
                label=label,
                amount_minor=minor,
                is_actual=True,
                spent_on=launched.date(),
            )
        campaign.refresh_from_db()
        launch_campaign(workspace=workspace, actor=actor, campaign=campaign)
    run_at(launched + timedelta(minutes=10), tell)
    simulate_engagement(workspace=workspace, campaign=campaign, launched=launched, tell=tell)
    keep_learnings(workspace=workspace, actor=actor, campaign=campaign, text=SIMULATED)
    return campaign


def run_at(moment: datetime, tell: Tell) -> None:
    """Prepare and send what is due at the moment, until nothing is left."""
    tell("Sending a campaign into the outbox", 0, 0)
    with clock.turned_to(moment):
        pumps.run_until_idle(seconds=300)
        while jobs.run_next([jobs.DEFAULT, jobs.WAREHOUSE]):
            pumps.run_until_idle(seconds=300)


def draft_campaign(
    workspace: Workspace, actor: Actor, audience: Audience, mail: tuple[Template, Sender]
) -> Campaign:
    campaign = create_campaign(workspace=workspace, actor=actor, name="We have missed you")
    edit_draft(
        workspace=workspace,
        actor=actor,
        campaign=campaign,
        changes={
            "template": mail[0],
            "sender": mail[1],
            "goal_metric": Campaign.Metric.REVENUE,
            "goal_target": 2_500_00,
            "goal_deadline_on": (clock.now() + timedelta(days=21)).date(),
            "budget_minor": 250_00,
            "holdout_percent": 10,
        },
    )
    choose_audiences(
        workspace=workspace, actor=actor, campaign=campaign, included=[audience], excluded=[]
    )
    request_reach(workspace=workspace, actor=actor, campaign=campaign)
    return campaign
