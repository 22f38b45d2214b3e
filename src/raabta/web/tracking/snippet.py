"""The script that websites include: `/raabta.js`, always at the same address."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

import raabta

FILE = Path(raabta.__file__).parent / "static/dist/raabta.js"
HOUR = "public, max-age=3600, stale-while-revalidate=86400"


def version(request: HttpRequest) -> str | None:
    try:
        found = FILE.stat()
    except OSError:
        return None
    return f'"{found.st_mtime_ns:x}-{found.st_size:x}"'


@require_safe
@condition(etag_func=version)
def show(request: HttpRequest) -> HttpResponse:
    try:
        text = FILE.read_text()
    except OSError:
        raise Http404 from None
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = HOUR
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
