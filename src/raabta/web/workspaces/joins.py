"""What the link of an invitation opens."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_http_methods

from raabta.web.http import redirect, render
from raabta.web.workspaces.forms import JoinForm
from raabta.workspaces.models import Invitation
from raabta.workspaces.queries import invitation_for, user_with
from raabta.workspaces.services.invitations import (
    InvitationOver,
    WrongPerson,
    accept_invitation,
    join_as_new_user,
)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitation_for(token)
    if invitation is None:
        return render(request, "workspaces/joins/over.html", status=410)
    chosen = request.COOKIES.get("raabta_language") or invitation.language
    with translation.override(chosen):
        request.LANGUAGE_CODE = translation.get_language()
        if request.user.is_authenticated:
            return join_as_oneself(request, invitation)
        if user_with(invitation.email):
            return redirect_to_login(request.get_full_path())
        return join_anew(request, invitation)


def join_as_oneself(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    context = {"invitation": invitation, "is_other": False}
    if request.method == "GET":
        context["is_other"] = str(request.user.email).lower() != invitation.email  # type: ignore[union-attr]
        return render(request, "workspaces/joins/confirm.html", context)
    try:
        accept_invitation(invitation=invitation, user=request.user)  # type: ignore[arg-type]
    except InvitationOver:
        return render(request, "workspaces/joins/over.html", status=410)
    except WrongPerson:
        context["is_other"] = True
        return render(request, "workspaces/joins/confirm.html", context, status=403)
    return enter(request, invitation)


def join_anew(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = JoinForm(request.POST or None, email=invitation.email)
    if not form.is_valid():
        context = {"invitation": invitation, "form": form}
        status = 422 if request.POST else 200
        return render(request, "workspaces/joins/new.html", context, status=status)
    try:
        user = join_as_new_user(
            invitation=invitation,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
        )
    except InvitationOver:
        return render(request, "workspaces/joins/over.html", status=410)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return enter(request, invitation)


def enter(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    request.session["workspace_id"] = invitation.workspace_id
    return redirect(request, "/")


new.is_public = True  # type: ignore[attr-defined]
