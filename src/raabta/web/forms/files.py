"""A file that a visitor sent along: to be saved by those who may read submissions, never shown."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404

from raabta.forms import queries
from raabta.forms.uploads import path_of
from raabta.web.http import HttpRequest, page


@page("forms.submissions")
def show(request: HttpRequest, file_id: int) -> HttpResponse:
    row = get_object_or_404(queries.files(request.workspace), pk=file_id)
    path = path_of(row.token)
    if not path.is_file():
        raise Http404
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=row.filename,
        content_type="application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]
