"""What runs by itself: recurring duties, and domain events that failed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.kernel.models import Schedule
from raabta.web.http import HttpRequest, page, redirect, render
from raabta.web.workspaces.duty_words import duty_words
from raabta.workspaces.queries import failed_events, is_home
from raabta.workspaces.services.system import pause_duty, retry_event, run_duty_now


@page("workspace.system")
def index(request: HttpRequest) -> HttpResponse:
    context = {
        "duties": [(duty_words(duty.key), duty) for duty in Schedule.objects.order_by("key")],
        "may_steer": is_home(request.workspace),
        "events": failed_events(request.workspace)[:50],
    }
    return render(request, "workspaces/schedule/index.html", context)


@page("workspace.system", methods="POST")
def pause(request: HttpRequest, duty_id: int) -> HttpResponse:
    is_paused = request.POST.get("paused") == "1"
    pause_duty(
        workspace=request.workspace,
        duty=find(request, duty_id),
        actor=request.actor,
        is_paused=is_paused,
    )
    messages.success(request, _("Paused.") if is_paused else _("It runs again."))
    return redirect(request, reverse("web:schedule:index"))


@page("workspace.system", methods="POST")
def run(request: HttpRequest, duty_id: int) -> HttpResponse:
    run_duty_now(workspace=request.workspace, duty=find(request, duty_id), actor=request.actor)
    messages.success(request, _("It starts within a second."))
    return redirect(request, reverse("web:schedule:index"))


@page("workspace.system", methods="POST")
def retry(request: HttpRequest, event_id: int) -> HttpResponse:
    event = get_object_or_404(failed_events(request.workspace), pk=event_id)
    retry_event(workspace=request.workspace, event=event, actor=request.actor)
    messages.success(request, _("It is tried again now."))
    return redirect(request, reverse("web:schedule:index"))


def find(request: HttpRequest, duty_id: int) -> Schedule:
    """Duties serve every workspace, so only the first one's administrators steer them."""
    if not is_home(request.workspace):
        raise Http404
    return get_object_or_404(Schedule, pk=duty_id)
