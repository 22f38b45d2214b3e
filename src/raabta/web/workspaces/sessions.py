"""Where one is logged in."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.web.http import HttpRequest, own_page, redirect, render
from raabta.web.workspaces.browser_words import browser_words


@own_page()
def index(request: HttpRequest) -> HttpResponse:
    rows = [(browser_words(session.user_agent), session) for session in own_sessions(request)]
    return render(request, "workspaces/sessions/index.html", {"rows": rows})


@own_page(methods="POST")
def delete(request: HttpRequest, session_id: int) -> HttpResponse:
    session = get_object_or_404(UserSession, pk=session_id, user=request.user)
    session.end()
    messages.success(request, _("That session is ended."))
    return redirect(request, reverse("web:sessions:index"))


@own_page(methods="POST")
def delete_others(request: HttpRequest) -> HttpResponse:
    for session in own_sessions(request):
        if session.session_key != request.session.session_key:
            session.end()
    messages.success(request, _("You are now logged in here only."))
    return redirect(request, reverse("web:sessions:index"))


def own_sessions(request: HttpRequest) -> list[UserSession]:
    found: list[UserSession] = UserSession.objects.purge_and_list(request.user)
    return sorted(found, key=lambda session: session.last_seen_at, reverse=True)
