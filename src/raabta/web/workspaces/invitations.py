"""Ask colleagues in, and take an invitation back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.workspaces.forms import InvitationForm
from raabta.web.workspaces.invitation_mails import link_of, send_invitation
from raabta.workspaces.models import Invitation
from raabta.workspaces.policy import Role
from raabta.workspaces.queries import open_invitations
from raabta.workspaces.services.invitations import (
    AlreadyMember,
    invite,
    renew_invitation,
    revoke_invitation,
)
from raabta.workspaces.services.members import OnlyOwners


@page("workspace.members", methods="GET POST")
def new(request: HttpRequest) -> HttpResponse:
    start = {"language": request.workspace.language, "role": Role.MARKETER}
    form = InvitationForm(request.POST or None, giver=request.role, initial=start)
    if form.is_valid():
        try:
            made, token = invite(
                workspace=request.workspace,
                email=form.cleaned_data["email"],
                role=form.chosen,
                language=form.cleaned_data["language"],
                actor=request.actor,
                giver=request.role,
            )
            return tell(request, made, token)
        except AlreadyMember:
            form.add_error("email", _("This person is a member already."))
    status = 422 if request.POST else 200
    return render(request, "workspaces/invitations/new.html", {"form": form}, status=status)


@page("workspace.members", methods="POST")
def resend(request: HttpRequest, invitation_id: int) -> HttpResponse:
    invitation = get_object_or_404(open_invitations(request.workspace), pk=invitation_id)
    try:
        token = renew_invitation(
            workspace=request.workspace,
            invitation=invitation,
            actor=request.actor,
            giver=request.role,
        )
    except OnlyOwners:
        messages.error(request, _("Only an owner can do this. Nothing was changed."))
        return redirect(request, reverse("web:members:index"))
    return tell(request, invitation, token)


@page("workspace.members", methods="POST")
def delete(request: HttpRequest, invitation_id: int) -> HttpResponse:
    invitation = get_object_or_404(open_invitations(request.workspace), pk=invitation_id)
    revoke_invitation(workspace=request.workspace, invitation=invitation, actor=request.actor)
    messages.success(request, _("The invitation is revoked; its link no longer works."))
    return redirect(request, reverse("web:members:index"))


def tell(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Send the mail and show the link this once, for those who would rather hand it over."""
    context = {
        "invitation": invitation,
        "link": link_of(token),
        "is_sent": send_invitation(invitation, token),
    }
    return render(request, "workspaces/invitations/show.html", context)
