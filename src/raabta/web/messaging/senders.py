"""Who mails say they are from."""

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.messaging.models import Sender
from raabta.messaging.services import senders as services
from raabta.messaging.services.defaults import default_sender
from raabta.messaging.services.dkim import dns_record
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.messaging.found import own
from raabta.web.messaging.settings_forms import SenderForm

LIST = "web:senders:index"


@page("messaging.channels")
def index(request: HttpRequest) -> HttpResponse:
    default_sender(request.workspace)
    rows = Sender.objects.filter(workspace=request.workspace).order_by("-is_default", "name")
    context = {"rows": [(row, *dns_record(row)) for row in rows]}
    return render(request, "messaging/senders/index.html", context)


@page("messaging.channels", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    form = SenderForm(request.POST or None)
    if form.is_valid():
        services.create_sender(
            workspace=request.workspace, actor=request.actor, fields=form.fields_typed()
        )
        return saved(request)
    return form_page(request, {"form": form})


@page("messaging.channels", methods="GET POST")
def edit(request: HttpRequest, sender_id: int) -> HttpResponse:
    sender = own(request, Sender, sender_id)
    form = SenderForm.of(sender, request.POST or None)
    if form.is_valid():
        services.edit_sender(
            workspace=request.workspace, actor=request.actor, sender=sender,
            fields=form.fields_typed(),
        )  # fmt: skip
        return saved(request)
    return form_page(request, {"form": form, "sender": sender})


@page("messaging.channels", methods="POST")
def delete(request: HttpRequest, sender_id: int) -> HttpResponse:
    sender = own(request, Sender, sender_id)
    try:
        services.delete_sender(workspace=request.workspace, actor=request.actor, sender=sender)
        messages.success(request, _("The sender is deleted."))
    except ProtectedError:
        messages.error(request, _("A campaign uses this sender, so it stays."))
    return redirect(request, reverse(LIST))


@page("messaging.channels", methods="POST")
def promote(request: HttpRequest, sender_id: int) -> HttpResponse:
    sender = own(request, Sender, sender_id)
    services.make_default_sender(workspace=request.workspace, actor=request.actor, sender=sender)
    return saved(request)


@page("messaging.channels", methods="POST")
def sign(request: HttpRequest, sender_id: int) -> HttpResponse:
    """Make a DKIM key, or with `stop` take it away."""
    change = services.stop_signing if request.POST.get("stop") else services.sign_with_dkim
    change(workspace=request.workspace, actor=request.actor, sender=own(request, Sender, sender_id))
    return saved(request)


def saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(request, reverse(LIST))


def form_page(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "messaging/senders/edit.html", context, status=status)
