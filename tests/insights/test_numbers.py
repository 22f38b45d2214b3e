"""Every number of a campaign's report has exactly the people behind it that it says."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from raabta.campaigns.models import Campaign
from raabta.insights.queries import behind, everybody_behind
from raabta.insights.report import CampaignReport, report_of
from raabta.messaging.models import Message
from raabta.messaging.services.claims import mark_changed
from raabta.web.insights.words import NUMBERS
from raabta.workspaces.models import Membership, User, Workspace
from raabta.workspaces.policy import Role
from tests.insights.conftest import Shop

BEHIND = {
    "planned": "Ada Bob Cem Dua Eva Fay Gul Hal Kim Lea Mia Noa Oz",
    "sent": "Ada Bob Cem Dua Eva Fay Noa Oz",
    "delivered": "Ada Bob Cem Dua Eva Noa Oz",
    "waiting": "Mia",
    "opened": "Ada Cem Dua Noa",
    "clicked": "Ada Noa",
    "machine_opened": "Bob",
    "machine_clicked": "Cem",
    "bounced": "Fay",
    "unsubscribed": "Dua",
    "complained": "Eva",
    "refused": "Hal",
    "failed": "Gul",
    "cancelled": "Kim",
    "unknown": "Lea",
    "held_out": "Ida Jan",
    "buyers": "Ada Bob Noa",
    "mailed": "Ada Bob Cem Dua Eva Fay Gul Kim Lea Mia Noa Oz",
    "mailed_buyers": "Ada Bob Lea Noa Oz",
    "held_out_buyers": "Ida",
}


def number_in(report: CampaignReport, key: str) -> int:
    assert report.comparison
    groups = {
        "buyers": report.sales.buyers,
        "mailed": report.comparison.mailed.people,
        "mailed_buyers": report.comparison.mailed.buyers,
        "held_out_buyers": report.comparison.held_out.buyers,
    }
    return groups[key] if key in groups else getattr(report.delivery, key)


@pytest.fixture
def page(owner: User, workspace: Workspace) -> Client:
    client = Client()
    client.force_login(owner)
    return client


def test_every_number_is_known_here() -> None:
    assert set(BEHIND) == set(NUMBERS)


@pytest.mark.parametrize("key", NUMBERS)
def test_the_people_behind_a_number_are_as_many_as_it_says(
    spring: Campaign, page: Client, key: str
) -> None:
    names = BEHIND[key].split()
    assert number_in(report_of(spring), key) == len(names)
    found = behind(spring, key)
    assert (found.total, sorted(one.name for one in found.people)) == (len(names), names)
    assert sorted(one.name for one in everybody_behind(spring, key)) == names
    shown = page.get(reverse("web:reports:people", args=[spring.pk, key])).content.decode()
    assert [name for name in BEHIND["planned"].split() if f"<bdi>{name}</bdi>" in shown] == [
        name for name in names if name not in {"Ida", "Jan"}
    ]
    saved = page.get(reverse("web:reports:people_csv", args=[spring.pk, key]))
    rows = list(csv.DictReader(io.StringIO(saved.getvalue().decode("utf-8-sig"))))
    assert sorted(row["Name"] for row in rows) == names


def test_orders_and_revenue_are_after_refunds_in_the_campaigns_money(spring: Campaign) -> None:
    sales = report_of(spring).sales
    assert (sales.buyers, sales.orders, sales.revenue_minor) == (3, 4, 700 + 2_500 + 50)
    people = behind(spring, "buyers").people
    assert [(one.name, one.orders, one.revenue_minor) for one in people] == [
        ("Bob", 2, 2_500),
        ("Ada", 1, 700),
        ("Noa", 1, 50),
    ]


def test_shares_are_of_the_delivered(spring: Campaign) -> None:
    delivery = report_of(spring).delivery
    assert delivery.share(delivery.opened) == pytest.approx(4 / 7)


def test_a_share_is_the_same_wherever_the_report_tells_it(spring: Campaign, page: Client) -> None:
    shown = page.get(reverse("web:campaigns:show", args=[spring.pk])).content.decode()
    delivery = report_of(spring).delivery
    assert (delivery.opened, delivery.clicked, delivery.delivered) == (4, 2, 7)
    assert (shown.count("57.1%"), shown.count("28.6%")) == (2, 2)  # in a tile and in the list
    assert (shown.count("87.5%"), shown.count("12.5%")) == (2, 1)  # delivered, bounced: of the sent


def test_the_breakdown_by_language_leads_to_its_people(spring: Campaign, page: Client) -> None:
    shown = page.get(reverse("web:reports:breakdowns", args=[spring.pk])).content.decode()
    for number in ("sent", "opened", "clicked", "buyers"):
        url = reverse("web:reports:people", args=[spring.pk, number])
        assert f'href="{url}?value=en"' in shown
        assert "English" in page.get(url, {"value": "en"}).content.decode()


def test_a_number_is_narrowed_by_rule_and_language(spring: Campaign, shop: Shop) -> None:
    shop.message(spring, "Ur", opened_at=spring.finished_at, language="ur")
    shop.move()
    found = {
        (key, value): behind(spring, key, value=value).total
        for key, value in [
            ("refused", "frequency_cap"),
            ("refused", "no_consent"),
            ("opened", "ur"),
            ("opened", "en"),
            ("clicked", "ur"),
            ("buyers", "en"),
            ("buyers", "ur"),
            ("clicked", "https://nowhere.example/"),
        ]
    }
    assert list(found.values()) == [1, 0, 1, 4, 0, 3, 0, 0]


def test_somebody_erased_still_counts_and_is_nameless(spring: Campaign, shop: Shop) -> None:
    gone = Message.objects.filter(origin=spring.origin, customer__first_name="Ada")
    pk = gone.get().pk
    gone.update(customer=None)
    shop.message(spring, "Zoe")
    mark_changed(shop.workspace.pk, [pk])
    shop.move()
    found = behind(spring, "clicked")
    assert (found.total, sorted(one.name for one in found.people)) == (2, ["", "Noa"])
    assert report_of(spring).delivery.clicked == 2


def test_a_number_that_the_report_has_not_is_not_found(spring: Campaign, page: Client) -> None:
    with pytest.raises(KeyError):
        behind(spring, "nonsense")
    for name in ("people", "people_csv"):
        assert page.get(reverse(f"web:reports:{name}", args=[spring.pk, "x"])).status_code == 404


def test_who_may_not_export_sees_the_list_and_gets_no_file(
    spring: Campaign, page: Client, owner: User
) -> None:
    Membership.objects.filter(user=owner).update(role=Role.AGENT)
    listed = page.get(reverse("web:reports:people", args=[spring.pk, "sent"]))
    assert listed.status_code == 200
    assert "sent.csv" not in listed.content.decode()
    for url in (
        reverse("web:reports:people_csv", args=[spring.pk, "sent"]),
        reverse("web:reports:campaign_csv", args=[spring.pk]),
    ):
        refused = page.get(url)
        assert refused.status_code == 403
        assert b"people.example" not in refused.content


def test_long_lists_have_pages(shop: Shop, page: Client) -> None:
    campaign = shop.campaign()
    for n in range(53):
        shop.message(campaign, f"P{n:02}")
    shop.move()
    seen = [one.name for at in (1, 2) for one in behind(campaign, "sent", page=at).people]
    assert seen == [f"P{n:02}" for n in range(52, -1, -1)]
    url = reverse("web:reports:people", args=[campaign.pk, "sent"])
    second = page.get(f"{url}?page=2", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in second
    assert second.count('<th scope="row">') == 3
    for odd in ("0", "-1", "x", "99999999"):
        assert page.get(f"{url}?page={odd}").status_code == 200
