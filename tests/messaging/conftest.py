"""People with consent, a template in two languages, and a mailing that sends it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from raabta.content import mjml
from raabta.content.models import Template, Variant
from raabta.customers.models import Consent, Customer
from raabta.kernel import clock
from raabta.messaging.models import Mailing
from raabta.messaging.services import composers, links, open_mailing
from raabta.workspaces.models import Workspace

BODY = (
    "<mj-section><mj-column><mj-text>Hello {{{{ person.first_name | default: 'friend' }}}}</mj-text>"
    '<mj-button href="https://shop.example/{language}?a=1&amp;b=2">Look</mj-button>'
    '<mj-text><a href="https://shop.example/about">About</a> '
    '<a href="{{{{ unsubscribe_url }}}}">Unsubscribe</a></mj-text></mj-column></mj-section>'
)

People = Callable[..., list[int]]


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Row ids begin again in every test, so nothing may be remembered by id."""
    yield
    composers._kept.clear()
    links._stored.clear()


@pytest.fixture
def people(workspace: Workspace) -> People:
    """Makes people with addresses and marketing consent; returns their ids."""

    def make(count: int, *, consent: str | None = "granted", **fields: Any) -> list[int]:
        now = clock.now()
        start = Customer.objects.count()
        made = Customer.objects.bulk_create(
            [
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
            ]
        )
        if consent:
            Consent.objects.bulk_create(
                [
                    Consent(
                        workspace=workspace,
                        customer=one,
                        purpose="marketing",
                        channel="email",
                        state=consent,
                        since=now,
                    )
                    for one in made
                ]
            )
        return [one.pk for one in made]

    return make


@pytest.fixture
def template(workspace: Workspace) -> Template:
    now = clock.now()
    made = Template.objects.create(
        workspace=workspace, name="Spring", created_by="Ayesha", created_at=now, updated_at=now
    )
    for language, subject in (("en", "Spring for {{ person.first_name }}"), ("ur", "بہار مبارک")):
        source = f"<mjml><mj-body>{BODY.format(language=language)}</mj-body></mjml>"
        Variant.objects.create(
            workspace=workspace, template=made, language=language, subject=subject,
            tree=mjml.parse(source), updated_at=now,
        )  # fmt: skip
    return made


@pytest.fixture
def mailing(workspace: Workspace, template: Template) -> Mailing:
    return open_mailing(workspace=workspace, origin="campaign:1", template=template, name="Spring")
