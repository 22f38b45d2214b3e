"""A list as a file to download, written while the request waits."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import FileResponse, Http404, HttpResponse

from raabta.customers.table_files import FORMATS, Row, is_file_kind, table_file
from raabta.web.http import HttpRequest
from raabta.workspaces.services.audit import record_audit


def table_response(
    request: HttpRequest,
    name: str,
    kind: str,
    *,
    headings: Iterable[object],
    rows: Iterable[Row],
) -> HttpResponse:
    """The rows as a file of this kind; the audit trail keeps who took it. Raises Http404."""
    if not is_file_kind(kind):
        raise Http404(kind)
    written = 0
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"list.{kind}"
        with table_file(path, kind, [str(heading) for heading in headings]) as write:
            for row in rows:
                write(row)
                written += 1
        record_audit(
            workspace=request.workspace,
            actor=request.actor,
            verb="list.exported",
            target=name,
            detail={"format": kind, "rows": written},
        )
        opened = path.open("rb")  # stays readable after the folder is gone
    return FileResponse(  # type: ignore[return-value]
        opened, as_attachment=True, filename=f"{name}.{kind}", content_type=FORMATS[kind]
    )
