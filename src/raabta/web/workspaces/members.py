"""Colleagues and their roles."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.kernel import clock
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.workspaces.forms import RoleForm, roles_for
from raabta.workspaces.queries import members, open_invitations
from raabta.workspaces.services.members import LastOwner, OnlyOwners, change_role, remove_member


@page("workspace.members")
def index(request: HttpRequest) -> HttpResponse:
    context = {
        "members": members(request.workspace),
        "invitations": open_invitations(request.workspace),
        "roles": roles_for(request.role),
        "may_touch_owners": request.may("workspace.owners"),
        "now": clock.now(),
    }
    return render(request, "workspaces/members/index.html", context)


@page("workspace.members", methods="POST")
def update(request: HttpRequest, member_id: int) -> HttpResponse:
    member = get_object_or_404(members(request.workspace), pk=member_id)
    form = RoleForm(request.POST, giver=request.role)
    if form.is_valid():
        try:
            change_role(
                workspace=request.workspace,
                membership=member,
                role=form.chosen,
                actor=request.actor,
                giver=request.role,
            )
            messages.success(request, _("%(name)s has a new role.") % {"name": member.user})
        except (LastOwner, OnlyOwners) as refusal:
            messages.error(request, words_of(refusal))
    else:
        messages.error(request, _("You cannot give this role. Nothing was changed."))
    return redirect(request, reverse("web:members:index"))


@page("workspace.members", methods="POST")
def delete(request: HttpRequest, member_id: int) -> HttpResponse:
    member = get_object_or_404(members(request.workspace), pk=member_id)
    try:
        remove_member(
            workspace=request.workspace,
            membership=member,
            actor=request.actor,
            giver=request.role,
        )
        messages.success(request, _("%(name)s is no longer a member.") % {"name": member.user})
    except (LastOwner, OnlyOwners) as refusal:
        messages.error(request, words_of(refusal))
    return redirect(request, reverse("web:members:index"))


def words_of(refusal: Exception) -> str:
    if isinstance(refusal, LastOwner):
        return _("A workspace keeps at least one owner: make somebody else an owner first.")
    return _("Only an owner can do this. Nothing was changed.")
