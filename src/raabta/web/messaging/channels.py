"""The ways by which messages leave."""

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import ValidationError

from raabta.messaging.channel import Channel, ChannelProblem
from raabta.messaging.channel import channels as family
from raabta.messaging.models import ChannelSetting
from raabta.messaging.services.channels import (
    StillUsed,
    create_channel,
    delete_channel,
    edit_channel,
    make_default,
)
from raabta.messaging.services.defaults import default_channel, default_sender
from raabta.messaging.services.probes import check_channel, send_probe
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.messaging.channel_form import ChannelForm
from raabta.web.messaging.found import own

LIST = "web:channels:index"


@page("messaging.channels")
def index(request: HttpRequest) -> HttpResponse:
    default_channel(request.workspace)
    rows = ChannelSetting.objects.filter(workspace=request.workspace).order_by("-is_default", "id")
    context = {
        "rows": [(row, words_of(kind_of(row))) for row in rows],
        "kinds": [words_of(kind) for kind in family.members()],
    }
    return render(request, "messaging/channels/index.html", context)


def words_of(kind: type[Channel] | None) -> dict[str, object] | None:
    """What a template may know of a class; it would call the class itself."""
    return {"key": kind.key, "label": kind.label, "text": kind.text} if kind else None


def kind_of(setting: ChannelSetting) -> type[Channel] | None:
    """None when the package that brought the channel is gone."""
    known = setting.key in family
    return family[setting.key] if known else None


@page("messaging.channels", methods="GET POST")
def new(request: HttpRequest, key: str) -> HttpResponse:
    if key not in family:
        raise Http404
    form = ChannelForm(family[key], None, request.POST or None)
    if form.is_valid():
        try:
            create_channel(
                workspace=request.workspace, actor=request.actor, key=key,
                name=form.cleaned_data["name"], settings=form.settings,
                per_second=form.cleaned_data["per_second"],
            )  # fmt: skip
            messages.success(
                request, _("The channel is set up. Send a test, then make it the default.")
            )
            return redirect(request, reverse(LIST))
        except ValidationError as error:
            form.add_problems(error)
    context = {"form": form, "kind": words_of(family[key])}
    status = 422 if form.is_bound else 200
    return render(request, "messaging/channels/edit.html", context, status=status)


@page("messaging.channels", methods="GET POST")
def edit(request: HttpRequest, channel_id: int) -> HttpResponse:
    setting = own(request, ChannelSetting, channel_id)
    kind = kind_of(setting)
    if kind is None:
        raise Http404
    form = ChannelForm(kind, setting, request.POST or None)
    if form.is_valid():
        try:
            edit_channel(
                workspace=request.workspace, actor=request.actor, setting=setting,
                name=form.cleaned_data["name"], settings=form.settings,
                per_second=form.cleaned_data["per_second"],
            )  # fmt: skip
            messages.success(request, _("Saved."))
            return redirect(request, reverse(LIST))
        except ValidationError as error:
            form.add_problems(error)
    context = {"form": form, "kind": words_of(kind), "setting": setting}
    status = 422 if form.is_bound else 200
    return render(request, "messaging/channels/edit.html", context, status=status)


@page("messaging.channels", methods="POST")
def delete(request: HttpRequest, channel_id: int) -> HttpResponse:
    setting = own(request, ChannelSetting, channel_id)
    try:
        delete_channel(workspace=request.workspace, actor=request.actor, setting=setting)
        messages.success(request, _("The channel is deleted."))
    except StillUsed:
        messages.error(
            request, _("This is the default channel. Make another one the default first.")
        )
    except ProtectedError:
        messages.error(request, _("A campaign was sent through this channel, so it stays."))
    return redirect(request, reverse(LIST))


@page("messaging.channels", methods="POST")
def promote(request: HttpRequest, channel_id: int) -> HttpResponse:
    setting = own(request, ChannelSetting, channel_id)
    make_default(workspace=request.workspace, actor=request.actor, setting=setting)
    told = _("Everything leaves through “%(channel)s” from now on.") % {"channel": setting.name}
    messages.success(request, told)
    return redirect(request, reverse(LIST))


@page("messaging.channels", methods="POST")
def check(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Connect only, or with an address send a short mail as well."""
    setting, address = own(request, ChannelSetting, channel_id), request.POST.get("address", "")
    try:
        if address:
            sender = default_sender(request.workspace)
            send_probe(workspace=request.workspace, setting=setting, sender=sender, address=address)
            messages.success(request, _("The test was sent."))
        else:
            messages.success(request, check_channel(setting))
    except ChannelProblem as problem:
        messages.error(request, _("It does not work: %(words)s") % {"words": problem})
    return redirect(request, reverse(LIST))
