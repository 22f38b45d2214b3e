"""Scripts that websites include: served by us, always at the same address."""

from collections.abc import Callable
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

import raabta

FOLDER = Path(raabta.__file__).parent / "static/dist"
HOUR = "public, max-age=3600, stale-while-revalidate=86400"


def served(name: str) -> Callable[[HttpRequest], HttpResponse]:
    """The view of one built script."""
    file = FOLDER / name

    def version(_request: HttpRequest) -> str | None:
        try:
            found = file.stat()
        except OSError:
            return None
        return f'"{found.st_mtime_ns:x}-{found.st_size:x}"'

    @require_safe
    @condition(etag_func=version)
    def show(_request: HttpRequest) -> HttpResponse:
        try:
            text = file.read_text()
        except OSError:
            raise Http404 from None
        response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
        response.headers["Cache-Control"] = HOUR
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return show
