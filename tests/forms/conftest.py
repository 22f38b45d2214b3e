"""A published form with a mail, a name, a question that depends on another, and a consent."""

from typing import Any

import pytest

from raabta.forms.form_field import ShownWhen, Words
from raabta.forms.form_fields.choice import Choice
from raabta.forms.form_fields.consent import Consent
from raabta.forms.form_fields.email import Email
from raabta.forms.form_fields.phone import Phone
from raabta.forms.form_fields.text import Text
from raabta.forms.models import Form
from raabta.forms.services import building
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace


def words(label: str) -> dict[str, Words]:
    return {"en": Words(label=label)}


@pytest.fixture
def form(workspace: Workspace) -> Form:
    when: Any = ShownWhen(field="kind", values=["Company"])
    made = building.create_form(
        workspace=workspace,
        actor=SYSTEM,
        name="Newsletter",
        fields=[
            Email(id="email", words=words("E-mail"), is_required=True),
            Phone(id="phone", words=words("Phone")),
            Text(id="name", words=words("First name"), writes="first_name"),
            Choice(id="kind", words=words("You are"), choices=["Person", "Company"]),
            Text(id="size", words=words("How many?"), is_required=True, shown_when=when),
            Consent(id="ok", words=words("Yes, send me offers."), by_mail=False),
        ],
    )
    # the test's client says no user agent, so every submission would look suspicious
    building.edit_form(
        workspace=workspace, actor=SYSTEM, form_id=made.pk, tag="Reader", puzzle="never"
    )
    building.move_form(workspace=workspace, actor=SYSTEM, form_id=made.pk, state="published")
    made.refresh_from_db()
    return made
