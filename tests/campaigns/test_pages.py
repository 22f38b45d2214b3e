"""What the pages of a draft do by themselves: count the reach, wait for links, group findings."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from raabta.campaigns import services
from raabta.campaigns.launch_check import findings_of
from raabta.campaigns.queries import reach_of
from raabta.content.services import add_variant
from raabta.kernel.models import Job
from raabta.workspaces.models import Membership, User
from raabta.workspaces.policy import Role

if TYPE_CHECKING:
    from tests.campaigns.conftest import Shop

HTMX = {"HX-Request": "true"}


@pytest.fixture
def page(owner: User, shop: "Shop") -> Client:
    client = Client()
    client.force_login(owner)
    return client


def test_a_look_at_a_clone_counts_its_reach(shop: "Shop", page: Client) -> None:
    clone = services.clone_campaign(
        workspace=shop.workspace, actor=shop.actor, campaign=shop.counted(), name="Again"
    )
    assert reach_of(clone).job is None
    page.get(reverse("web:campaigns:show", args=[clone.pk]))
    assert reach_of(clone).is_running
    shop.work()
    assert reach_of(clone).is_current


def test_the_launch_page_counts_first_and_then_offers_the_launch(
    shop: "Shop", page: Client
) -> None:
    draft = shop.draft()
    url, launch = (
        reverse(f"web:campaigns:{name}", args=[draft.pk]) for name in ("launch", "launch_now")
    )
    waiting = page.get(url).content.decode()
    assert 'hx-trigger="load delay:1s"' in waiting
    assert launch not in waiting
    shop.work()
    assert launch in page.get(url).content.decode()


def test_a_look_by_who_may_only_look_counts_nothing(
    shop: "Shop", page: Client, owner: User
) -> None:
    Membership.objects.filter(user=owner).update(role=Role.ANALYST)
    draft = shop.draft()
    assert page.get(reverse("web:campaigns:show", args=[draft.pk])).status_code == 200
    assert reach_of(draft).job is None


def test_a_count_that_failed_is_not_asked_for_again_and_again(shop: "Shop", page: Client) -> None:
    draft = shop.draft()
    job = services.request_reach(workspace=shop.workspace, actor=shop.actor, campaign=draft)
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, error="no room")
    page.get(reverse("web:campaigns:show", args=[draft.pk]))
    assert reach_of(draft).job == job


def test_the_page_waits_for_the_answers_of_links_and_loads_again(
    shop: "Shop", page: Client
) -> None:
    draft = shop.counted()
    show, ask, state = (
        reverse(f"web:campaigns:{name}", args=[draft.pk])
        for name in ("show", "check_links", "links")
    )
    page.post(ask)
    page.post(ask)  # once at a time
    assert Job.objects.filter(kind="content.check_links").count() == 1
    assert f'hx-get="{state}"' in page.get(show).content.decode()
    assert page.get(state, headers=HTMX).status_code == 200
    Job.objects.filter(kind="content.check_links").update(state=Job.State.DONE)
    answer = page.get(state, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


def test_a_link_that_is_broken_in_two_languages_is_told_once(shop: "Shop") -> None:
    draft = shop.counted()
    add_variant(template=shop.template, actor=shop.actor, language="ur")
    shop.template.link_answers = {"https://shop.example/sale": {"status": 404, "why": ""}}
    shop.template.save()
    found = [str(one.message) for one in findings_of(shop.workspace, draft)]
    assert [message for message in found if "404" in message] == [
        "https://shop.example/sale answers with error 404 (English: Button, Urdu: Button)"
    ]


def test_a_name_in_another_script_stays_at_the_side_where_the_page_begins(
    shop: "Shop", page: Client
) -> None:
    shown = page.get(reverse("web:campaigns:launch", args=[shop.counted().pk])).content.decode()
    assert '<p class="muted mt-0.5"><bdi>Spring sale</bdi></p>' in shown
