"""Which consent a purpose asks for, on each channel and where people live."""

import pytest
from django.test import Client
from django.urls import reverse

from raabta.customers.jurisdictions import LAWS, asked_by_law
from raabta.messaging.contact import may_contact
from raabta.messaging.models import ConsentRequirement
from raabta.messaging.requirements import Requirement
from raabta.messaging.services.requirements import InvalidRequirement, require_consent
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import AuditEntry, User, Workspace
from tests.messaging.conftest import People


def require(workspace: Workspace, wanted: Requirement, purpose: str = "marketing") -> None:
    require_consent(
        workspace=workspace, actor=SYSTEM, purpose=purpose, channel="email", wanted=wanted
    )


@pytest.mark.parametrize(
    ("kind", "country", "consent", "rule"),
    [
        ("by_law", "US", None, ""),
        ("by_law", "US", "withdrawn", "no_consent"),
        ("by_law", "DE", None, "no_consent"),
        ("by_law", "DE", "granted", ""),
        ("by_law", "", None, "no_consent"),
        ("by_law", "PK", None, "no_consent"),
        ("opt_in", "US", None, "no_consent"),
        ("opt_out", "DE", None, ""),
        ("opt_out", "DE", "withdrawn", "no_consent"),
    ],
)
def test_the_kind_and_the_country_decide_about_silence(
    workspace: Workspace, people: People, kind: str, country: str, consent: str | None, rule: str
) -> None:
    require(workspace, Requirement(kind, why="Only our own customers"))
    pk = people(1, consent=consent, country=country)[0]
    assert may_contact(workspace, [pk])[pk].rule == rule


def test_asking_for_less_than_usual_needs_a_reason_that_is_audited(workspace: Workspace) -> None:
    with pytest.raises(InvalidRequirement):
        require(workspace, Requirement("opt_out", why="  "))
    assert not ConsentRequirement.objects.exists()
    require(workspace, Requirement("opt_out", why="Only our own customers"))
    kept = AuditEntry.objects.get()
    assert (kept.verb, kept.detail["why"]) == (
        "consent_requirement.changed", "Only our own customers",
    )  # fmt: skip
    require(workspace, Requirement("opt_in"))
    assert ConsentRequirement.objects.get().why == ""


@pytest.mark.parametrize(
    ("purpose", "kind"), [("service", "by_law"), ("nothing", "opt_in"), ("marketing", "maybe")]
)
def test_what_fits_no_purpose_is_refused(workspace: Workspace, purpose: str, kind: str) -> None:
    with pytest.raises(InvalidRequirement):
        require(workspace, Requirement(kind, why="x"), purpose)


def test_no_country_stands_under_two_laws_and_each_law_names_its_source() -> None:
    countries = [country for law in LAWS for country in law.countries]
    assert len(countries) == len(set(countries))
    assert all(law.source.startswith("https://") for law in LAWS)
    assert (asked_by_law("US", "sms"), asked_by_law("FR", "post")) == ("opt_in", "opt_out")


def test_the_page_keeps_it_and_asks_for_the_reason(
    client: Client, owner: User, workspace: Workspace
) -> None:
    client.force_login(owner)
    url = reverse("web:requirements:edit", args=["marketing", "email"])
    assert client.post(url, {"kind": "opt_out"}).status_code == 422
    assert client.post(url, {"kind": "by_law", "needs_confirming": "on"}).status_code == 303
    kept = ConsentRequirement.objects.get()
    assert (kept.kind, kept.needs_confirming) == ("by_law", True)
    assert client.get(reverse("web:requirements:index")).status_code == 200
