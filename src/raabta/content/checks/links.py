"""The way out, the address of the business, and links that lead nowhere."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from raabta.content import mjml
from raabta.content.checks.findings import BLOCK, WARN, Problem, of_block, of_variant
from raabta.content.link_list import Link, links_of
from raabta.content.models import Variant
from raabta.workspaces.models import Workspace

LOCAL = ("localhost", "127.", "0.0.0.0", "[::1]", "192.168.", "10.")  # noqa: S104  names only
BROKEN_FROM = 400
DOUBTFUL = frozenset({401, 403, 405, 429, 503})  # bots are sent away; a browser may get in


def link_problems(workspace: Workspace, variant: Variant) -> Iterator[Problem]:
    links = list(links_of(variant))
    yield from _required(workspace, variant, links)
    answers = variant.template.link_answers
    for link in links:
        if message := _nowhere(link.address):
            yield of_block(variant, link.path, code="empty_link", severity=BLOCK, message=message)
        elif link.address in answers:
            yield from _answered(variant, link, answers[link.address])


def _required(workspace: Workspace, variant: Variant, links: list[Link]) -> Iterator[Problem]:
    if not any("unsubscribe_url" in link.address for link in links):
        message = _("There is no unsubscribe link. Add the footer block.")
        yield of_variant(variant, code="no_unsubscribe", severity=BLOCK, message=message)
    if "workspace.postal_address" not in mjml.render(variant.tree):
        message = _("The postal address of your business is missing. Add the footer block.")
        yield of_variant(variant, code="no_address", severity=WARN, message=message)
    elif not workspace.postal_address.strip():
        message = _("Your postal address is empty: enter it in the settings of your business.")
        yield of_variant(variant, code="no_address", severity=WARN, message=message)


def _nowhere(address: str) -> str:
    if not address or address == "#":
        return _("This link leads nowhere yet. Enter its address.")
    host = urlsplit(address).hostname or "" if "{" not in address else ""
    if host.startswith(LOCAL):
        return _("This link leads to your own computer: %(address)s") % {"address": address}
    return ""


def _answered(variant: Variant, link: Link, answer: dict[str, object]) -> Iterator[Problem]:
    status = int(str(answer.get("status", 0)))
    if status and status < BROKEN_FROM:
        return
    words = {"address": link.address, "status": status}
    if not status:
        message = _("Nobody answers at %(address)s") % words
    else:
        message = _("%(address)s answers with error %(status)d") % words
    severity = WARN if status in DOUBTFUL else BLOCK
    yield of_block(variant, link.path, code="broken_link", severity=severity, message=message)
