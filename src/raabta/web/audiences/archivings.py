from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from raabta.audiences.models import Audience
from raabta.audiences.services import NameTaken, restore_audience
from raabta.web.http import HttpRequest, page, redirect


@page("audiences.edit", methods="POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    audience = get_object_or_404(Audience, pk=pk)
    try:
        restore_audience(workspace=request.workspace, actor=request.actor, audience=audience)
    except NameTaken as error:
        messages.error(request, str(error))
    return redirect(request, reverse("web:audiences:show", args=[pk]))
