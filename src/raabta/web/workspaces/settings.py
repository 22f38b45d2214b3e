"""The way to every settings page, and the workspace's own settings."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.workspaces.forms import SettingsForm
from raabta.workspaces.services import change_settings


@dataclass(frozen=True)
class Card:
    """One settings page; it shows once its address exists and the reader may open it."""

    label: Promise
    text: Promise
    icon: str
    url_name: str
    permission: str = ""


@dataclass(frozen=True)
class Shelf:
    label: Promise
    cards: tuple[Card, ...]


SHELVES = (
    Shelf(
        _("You"),
        (
            Card(_("Your profile"), _("Name, language, zone, looks"), "user", "web:profile:edit"),
            Card(
                _("Login and security"),
                _("Password, second factor, passkeys"),
                "shield-check",
                "mfa_index",
            ),
            Card(
                _("Your sessions"),
                _("Where you are logged in"),
                "monitor-smartphone",
                "web:sessions:index",
            ),
        ),
    ),
    Shelf(
        _("Workspace"),
        (
            Card(
                _("Business"),
                _("Name, language, zone, currency, address"),
                "building-2",
                "web:settings:edit",
                "workspace.settings",
            ),
            Card(
                _("Members"),
                _("Colleagues, roles, invitations"),
                "users",
                "web:members:index",
                "workspace.members",
            ),
            Card(
                _("API keys"),
                _("For programs that read and write here"),
                "key-round",
                "web:keys:index",
                "workspace.keys",
            ),
            Card(
                _("API"),
                _("What programs can call, with examples"),
                "braces",
                "web:api_docs:index",
                "workspace.settings",
            ),
            Card(
                _("Undo"),
                _("Bulk edits, imports and deletions to take back"),
                "undo-2",
                "web:changesets:index",
                "customers.edit",
            ),
        ),
    ),
    Shelf(
        _("Customers and mail"),
        (
            Card(
                _("Source priority"),
                _("Which source counts for a field"),
                "list-ordered",
                "web:source_rules:index",
                "customers.view",
            ),
            Card(
                _("Companies by e-mail domain"),
                _("Who joins a company by their address"),
                "building-2",
                "web:linking:edit",
                "customers.attributes",
            ),
            Card(
                _("Attributes"),
                _("Your own fields of customers and companies"),
                "list-plus",
                "web:attributes:index",
                "customers.attributes",
            ),
            Card(
                _("Channels"),
                _("How mail leaves: outbox page or a mail server"),
                "send",
                "web:channels:index",
                "messaging.channels",
            ),
            Card(
                _("Senders"),
                _("Names and addresses that mail comes from"),
                "at-sign",
                "web:senders:index",
                "messaging.channels",
            ),
            Card(
                _("Contact rules"),
                _("How often and when people may be contacted"),
                "bell-off",
                "web:contact_policy:edit",
                "messaging.channels",
            ),
            Card(
                _("Types of consent"),
                _("What a purpose asks for on a channel, by law and by you"),
                "scale",
                "web:requirements:index",
                "messaging.channels",
            ),
            Card(
                _("Consents to confirm"),
                _("Who was asked by mail and did not answer yet"),
                "mail-check",
                "web:confirmations:index",
                "customers.consent",
            ),
            Card(
                _("Topics"),
                _("What people may choose to hear about"),
                "bookmark",
                "web:topics:index",
                "customers.view",
            ),
            Card(
                _("Suppressions"),
                _("Addresses that get nothing"),
                "ban",
                "web:suppressions:index",
                "messaging.edit",
            ),
            Card(
                _("Brand"),
                _("Colours, logo and footer of your mails"),
                "palette",
                "web:brand:edit",
                "content.edit",
            ),
        ),
    ),
    Shelf(
        _("Events"),
        (
            Card(
                _("Event sources"),
                _("Websites, apps and servers that tell what people do"),
                "radio-tower",
                "web:sources:index",
                "tracking.view",
            ),
            Card(
                _("Event catalogue"),
                _("Which events there are, and which are wanted"),
                "book-open",
                "web:catalogue:index",
                "tracking.view",
            ),
        ),
    ),
    Shelf(
        _("Behind the scenes"),
        (
            Card(
                _("Background work"),
                _("Imports, exports and other long work"),
                "list-todo",
                "web:jobs:index",
            ),
            Card(
                _("Audit trail"),
                _("Who did what and when"),
                "scroll-text",
                "web:audit:index",
                "workspace.audit",
            ),
            Card(
                _("People's rights"),
                _("Requests to be erased, and what people may do on their own page"),
                "user-check",
                "web:rights:index",
                "customers.erase",
            ),
            Card(
                _("Retention"),
                _("How long people, events, messages and files are kept"),
                "hourglass",
                "web:retention:edit",
                "workspace.system",
            ),
            Card(
                _("Leave with everything"),
                _("Export the whole workspace in open formats"),
                "package-open",
                "web:leaving:index",
                "workspace.export",
            ),
            Card(
                _("Proof of consent"),
                _("Verify that nobody altered the consent ledger"),
                "shield-check",
                "web:consent_proof:index",
                "workspace.audit",
            ),
            Card(
                _("System"),
                _("Recurring duties and what failed"),
                "server-cog",
                "web:schedule:index",
                "workspace.system",
            ),
        ),
    ),
)


@page("home.view")
def index(request: HttpRequest) -> HttpResponse:
    shelves = [(shelf.label, shown(request, shelf)) for shelf in SHELVES]
    return render(request, "workspaces/settings/index.html", {"shelves": shelves})


@page("workspace.settings", methods="GET POST")
def edit(request: HttpRequest) -> HttpResponse:
    form = SettingsForm.of(request.workspace, request.POST or None)
    if not form.is_valid():
        status = 422 if request.POST else 200
        return render(request, "workspaces/settings/edit.html", {"form": form}, status=status)
    change_settings(workspace=request.workspace, actor=request.actor, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect(request, reverse("web:settings:edit"))


def shown(request: HttpRequest, shelf: Shelf) -> list[tuple[Card, str]]:
    found = [(card, address(card)) for card in shelf.cards]
    return [(c, url) for c, url in found if url and (not c.permission or request.may(c.permission))]


def address(card: Card) -> str:
    try:
        return reverse(card.url_name)
    except NoReverseMatch:
        return ""
