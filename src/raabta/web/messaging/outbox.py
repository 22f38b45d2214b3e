"""The mails that the built-in outbox kept, as they would have been received."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from raabta.messaging.compression import expand
from raabta.messaging.models import OutboxMail
from raabta.messaging.queries.messages import outbox
from raabta.messaging.received import read_mail
from raabta.messaging.services.outbox import empty_outbox
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.messaging.found import own
from raabta.web.messaging.online import POLICY
from raabta.web.paging import after_and_before

VIEWS = ("mail", "text", "headers")


@page("messaging.view")
def index(request: HttpRequest) -> HttpResponse:
    found = outbox(request.workspace, search=request.GET.get("q", "").strip())
    mails, previous, following = after_and_before(request, found)
    context = {
        "mails": mails,
        "previous": previous,
        "next": following,
        "total": found.count(),
        "can_edit": request.may("messaging.edit"),
        "is_searched": bool(request.GET.get("q")),
    }
    return render(request, "messaging/outbox/index.html", context, part="rows")


@page("messaging.view")
def show(request: HttpRequest, mail_id: int) -> HttpResponse:
    kept = own(request, OutboxMail, mail_id)
    view = request.GET.get("view", "")
    context = {
        "kept": kept,
        "mail": read_mail(expand(kept.raw)),
        "view": view if view in VIEWS else "mail",
        "narrow": request.GET.get("width") == "phone",
    }
    return render(request, "messaging/outbox/show.html", context)


@page("messaging.edit", methods="POST")
def delete(request: HttpRequest) -> HttpResponse:
    empty_outbox(workspace=request.workspace)
    messages.success(request, _("The outbox is empty."))
    return redirect(request, reverse("web:outbox:index"))


@xframe_options_sameorigin
@page("messaging.view")
def body(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The HTML alone, for the frame; nothing in it can run or reach the page around it."""
    mail = read_mail(expand(own(request, OutboxMail, mail_id).raw))
    policy = f"{POLICY}; frame-ancestors 'self'"
    return HttpResponse(mail.html, headers={"Content-Security-Policy": policy})


@page("messaging.view")
def source(request: HttpRequest, mail_id: int) -> HttpResponse:
    kept = own(request, OutboxMail, mail_id)
    name = f'attachment; filename="{kept.pk}.eml"'
    return HttpResponse(
        expand(kept.raw), content_type="message/rfc822", headers={"Content-Disposition": name}
    )
