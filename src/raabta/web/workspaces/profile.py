"""What one tells about oneself."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from raabta.web.http import HttpRequest, own_page, redirect, render
from raabta.web.workspaces.forms import ProfileForm
from raabta.workspaces.services import prefer


@own_page(methods="GET POST")
def edit(request: HttpRequest) -> HttpResponse:
    start = {name: getattr(request.user, name) for name in ProfileForm.base_fields}
    form = ProfileForm(request.POST or None, initial=start)
    if not form.is_valid():
        status = 422 if request.POST else 200
        return render(request, "workspaces/profile/edit.html", {"form": form}, status=status)
    prefer(user=request.user, **form.cleaned_data)
    with translation.override(request.user.language or request.LANGUAGE_CODE):
        messages.success(request, _("Saved."))
    response = redirect(request, reverse("web:profile:edit"))
    for name in ("language", "theme"):  # the login page remembers them too
        response.set_cookie(
            f"raabta_{name}",
            getattr(request.user, name),
            max_age=365 * 24 * 3600,
            httponly=True,
            samesite="Lax",
        )
    return response
