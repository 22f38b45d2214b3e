"""The same numbers by language, hour, link and refusing rule."""

from dataclasses import dataclass

from django.db.models import Count, Q

from raabta.campaigns.models import Campaign
from raabta.insights.queries.campaign import conditions, messages_of, purchases
from raabta.messaging.contact_rule import rules
from raabta.messaging.models import Engagement
from raabta.warehouse.queries import fetch

HOURS = 72


@dataclass(frozen=True)
class LanguageRow:
    language: str
    sent: int
    opened: int
    clicked: int
    buyers: int
    revenue_minor: int


@dataclass(frozen=True)
class LinkRow:
    url: str
    people: int
    clicks: int
    machine_clicks: int


def by_language(campaign: Campaign) -> list[LanguageRow]:
    """Most mails first."""
    rows = messages_of(campaign)
    rows = rows.filter(conditions(rows)["sent"])
    kinds = conditions(rows)
    counted = fetch(
        rows.group_by("language").aggregate(
            sent=rows.count(),
            opened=kinds["opened"].ifelse(1, 0).sum(),
            clicked=kinds["clicked"].ifelse(1, 0).sum(),
        )
    )
    bought = purchases(campaign, rows, since="sent_at")
    earned = {
        language: (buyers, revenue)
        for language, buyers, revenue in fetch(
            bought.group_by("language").aggregate(
                buyers=bought.message_id.nunique(), revenue=bought.net_minor.sum()
            )
        )
    }
    found = [
        LanguageRow(
            language,
            int(sent),
            int(opened or 0),
            int(clicked or 0),
            *(int(n or 0) for n in earned.get(language, (0, 0))),
        )
        for language, sent, opened, clicked in counted
    ]
    return sorted(found, key=lambda row: -row.sent)


def by_hour(campaign: Campaign) -> dict[str, list[int]]:
    """People by whole hours between their mail and what they first did, up to HOURS."""
    rows = messages_of(campaign)
    rows = rows.filter(rows.sent_at.notnull())
    found = {}
    for name, column in (("opened", "opened_at"), ("clicked", "clicked_at")):
        did = rows.filter(rows[column].notnull())
        seconds = did[column].epoch_seconds() - did.sent_at.epoch_seconds()
        hours = did.mutate(hour=(seconds // 3600).cast("int64"))
        hours = hours.filter(hours.hour >= 0, hours.hour < HOURS)
        rows_by_hour = fetch(hours.group_by("hour").aggregate(people=hours.count()))
        counts = {int(hour): int(n) for hour, n in rows_by_hour}
        found[name] = [counts.get(hour, 0) for hour in range(HOURS)]
    return found


def by_link(campaign: Campaign) -> list[LinkRow]:
    """Links of the mail, the most clicked first, from the engagement records."""
    mine = Engagement.objects.filter(
        kind=Engagement.Kind.CLICK, link__origin=campaign.origin, link__isnull=False
    )
    human = Q(is_machine=False)
    counted = mine.values("link__url").annotate(
        people=Count("message_id", filter=human, distinct=True),
        clicks=Count("id", filter=human),
        machines=Count("id", filter=~human),
    )
    rows = [
        LinkRow(row["link__url"], row["people"], row["clicks"], row["machines"]) for row in counted
    ]
    return sorted(rows, key=lambda row: (-row.people, row.url))


def by_rule(campaign: Campaign) -> list[tuple[str, str, int]]:
    """Key, name and people of each contact rule that refused, most first."""
    rows = messages_of(campaign)
    rows = rows.filter(rows.state == "refused")
    found = fetch(rows.group_by("reason").aggregate(people=rows.count()))
    named = [
        (key, str(rules[key].label) if key in rules else key, int(people)) for key, people in found
    ]
    return sorted(named, key=lambda row: -row[2])
