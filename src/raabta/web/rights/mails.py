"""The mails of people's own page, in their language."""

from django.template.loader import render_to_string
from django.utils.translation import override

from raabta.customers.models import Customer
from raabta.customers.services.person_export import language_of
from raabta.messaging.own_page import ERASURE, PAGE, erasure_url, own_page_url
from raabta.messaging.services.letters import Words
from raabta.messaging.services.own_page import NoMail, send_link
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

LETTERS = {PAGE: ("own_page", own_page_url), ERASURE: ("erasure", erasure_url)}


def send(workspace: Workspace, actor: Actor, customer: Customer, purpose: str) -> bool:
    """Whether it left."""
    with override(language_of(customer.language, workspace.language)):
        words = _words(workspace, customer, purpose)
        try:
            send_link(
                workspace=workspace, actor=actor, customer=customer, purpose=purpose, words=words
            )
        except NoMail:
            return False
    return True


def _words(workspace: Workspace, customer: Customer, purpose: str) -> Words:
    name, url_of = LETTERS[purpose]
    context = {"brand_name": workspace.name, "link": url_of(customer)}
    template = f"rights/mails/{name}"
    return Words(
        subject=" ".join(render_to_string(f"{template}_subject.txt", context).split()),
        text=render_to_string(f"{template}.txt", context),
        html=render_to_string(f"{template}.html", context),
    )
