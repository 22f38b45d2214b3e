"""Pictures for everybody who has their address, as mail programs need."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django_scopes import scopes_disabled

from raabta.content.image_files import path_of
from raabta.content.models import Image


@require_safe
def show(request: HttpRequest, token: str) -> HttpResponseBase:
    with scopes_disabled():
        image = Image.objects.filter(token=token).first()
    if image is None or not path_of(image.token).exists():
        raise Http404
    response = FileResponse(path_of(image.token).open("rb"), content_type=image.content_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
