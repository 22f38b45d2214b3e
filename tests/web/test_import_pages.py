"""The wizard's pages: what a reader is asked and told."""

import pytest
from django.test import Client

from raabta.workspaces.models import Workspace
from tests.customers.importing import imported, received

pytestmark = pytest.mark.django_db
FILE = "Kundennr;E-Mail\nD1;ada@people.example\n"


def test_only_what_may_stay_empty_is_called_optional(page: Client, workspace: Workspace) -> None:
    row = received(workspace, FILE)
    assert row.mapping == {"0": "external_id", "1": "email"}
    text = page.get(f"/imports/{row.pk}/mapping").content.decode()
    decided = text.partition('for="id_known"')[2].partition("</label>")[0]
    assert "People you already have" in decided
    assert "optional" not in decided
    asked = text.partition('for="id_consent_source"')[2].partition("</label>")[0]
    assert "optional" in asked


def test_a_report_of_a_moment_tells_no_speed(page: Client, workspace: Workspace) -> None:
    row = imported(workspace, FILE)
    text = page.get(f"/imports/{row.pk}").content.decode()
    assert "Rows read" in text
    assert "rows a second" not in text


def test_the_wizard_says_whose_export_a_file_is_and_lets_it_be_read_plainly(
    page: Client, workspace: Workspace
) -> None:
    row = received(workspace, "Email,Klaviyo ID,Shoe size\nada@people.example,K1,38\n")
    address = f"/imports/{row.pk}/mapping"
    text = page.get(address).content.decode()
    assert "This looks like an export of Klaviyo (profiles)." in text
    assert "Profiles that never subscribed get no consent." in text
    page.post(f"/imports/{row.pk}/recognition", {})
    row.refresh_from_db()
    assert (row.trusts_recognition, row.options.get("id_prefix", "")) == (False, "")
    assert "because you chose so" in page.get(address).content.decode()
    page.post(f"/imports/{row.pk}/recognition", {"trusted": "1"})
    row.refresh_from_db()
    assert (row.trusts_recognition, row.options["id_prefix"]) == (True, "klaviyo:")
