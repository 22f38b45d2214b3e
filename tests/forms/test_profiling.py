"""Who is known is spared questions; nobody is shown what is known of somebody."""

from typing import Any

import pytest
from django.test import Client

from raabta.customers.identity_kind import ANONYMOUS_ID
from raabta.customers.models import Customer
from raabta.customers.services.identities import add_identity
from raabta.customers.services.people import create_customer
from raabta.forms.form_field import FormField
from raabta.forms.form_fields.text import Text
from raabta.forms.models import Form, FormSubmission
from raabta.forms.personalisation import Forms
from raabta.forms.services import building
from raabta.kernel import pumps
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.forms.conftest import words
from tests.forms.test_submitting import ANSWERS


@pytest.fixture
def asking(form: Form) -> Form:
    """The first name is required and left out when known; city and country wait in the queue."""
    queue: list[FormField] = [
        Text(id="name", words=words("First name"), writes="first_name", is_required=True,
             skip_known=True),
        Text(id="city", words=words("City"), writes="city", is_further=True),
        Text(id="last", words=words("Last name"), writes="last_name", is_further=True),
    ]  # fmt: skip
    for field in queue:
        building.put_field(workspace=form.workspace, actor=SYSTEM, form_id=form.pk, field=field)
    form.refresh_from_db()
    return form


@pytest.fixture
def ada(workspace: Workspace) -> Customer:
    told = {"first_name": "Secretname", "email": "ada@shop.example"}
    made = create_customer(workspace=workspace, actor=SYSTEM, values=told)
    add_identity(
        workspace=workspace, actor=SYSTEM, customer_id=made.pk, kind=ANONYMOUS_ID, text="device-1"
    )
    return made


def asked(form: Form, query: str = "") -> list[str]:
    told: Any = Client().get(f"/f/{form.public_id}.json?{query}").json()
    return [field["id"] for field in told["fields"]]


def test_a_stranger_is_asked_all_but_the_queue(asking: Form, ada: Customer) -> None:
    for query in ("", "visitor=device-2", "raabta_person=forged", "visitor=%00"):
        assert asked(asking, query) == ["email", "phone", "name", "kind", "size", "ok"]


def test_who_is_known_gets_the_next_question_instead(
    asking: Form, ada: Customer, workspace: Workspace
) -> None:
    token = Forms().data(workspace, [ada.pk])[ada.pk]["person"]
    for query in ("visitor=device-1", f"raabta_person={token}"):
        assert asked(asking, query) == ["email", "phone", "kind", "size", "ok", "city"]
    told: dict[str, Any] = {"workspace": workspace, "actor": SYSTEM, "form_id": asking.pk}
    building.edit_form(**told, most_further=0)
    assert asked(asking, "visitor=device-1") == ["email", "phone", "kind", "size", "ok"]
    Customer.objects.filter(pk=ada.pk).update(city="Lahore")
    building.edit_form(**told, most_further=3)
    assert asked(asking, "visitor=device-1")[-1] == "last"  # one was left out, so one is asked


def test_no_value_is_ever_shown(asking: Form, ada: Customer, workspace: Workspace) -> None:
    token = Forms().data(workspace, [ada.pk])[ada.pk]["person"]
    for query in ("visitor=device-1", f"raabta_person={token}"):
        for url in (f"/f/{asking.public_id}/", f"/f/{asking.public_id}.json"):
            shown = Client().get(f"{url}?{query}").content.decode()
            assert "Secretname" not in shown


def test_what_was_not_asked_is_not_required_and_stays_known(asking: Form, ada: Customer) -> None:
    url = f"/f/{asking.public_id}"
    token = Client().get(f"{url}.json?visitor=device-1").json()["raabta_token"]
    told = {**ANSWERS, "name": "Thief", "city": "Lahore", "last": "Thief", "raabta_token": token}
    assert Client().post(f"{url}/", told).status_code == 200
    row = FormSubmission.objects.get()
    assert row.answers["city"] == "Lahore"
    assert {"name", "last"}.isdisjoint(row.answers)
    FormSubmission.objects.update(state="received")
    pumps.run_until_idle(seconds=20)
    ada.refresh_from_db()
    assert ada.first_name == "Secretname"


def test_a_stranger_cannot_skip_what_is_required(asking: Form) -> None:
    token = Client().get(f"/f/{asking.public_id}.json").json()["raabta_token"]
    told = {"email": "ada@shop.example", "raabta_token": token}
    assert Client().post(f"/f/{asking.public_id}/", told).status_code == 422
