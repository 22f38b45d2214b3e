"""What a person answered in forms, for the export of their data."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.forms.models import FormFile, FormSubmission
from raabta.forms.uploads import path_of
from raabta.workspaces.models import Workspace

HEADINGS = {
    "received_at": _("Received"),
    "form__name": _("Form"),
    "answers": _("Answers"),
    "language": _("Language"),
    "page_url": _("Page"),
    "referrer": _("The page they came from"),
    "anonymous_id": _("Device"),
    "ip": _("IP address"),
    "user_agent": _("Browser"),
}


class Submissions(DataExport):
    key: ClassVar = "form_submissions"
    label: ClassVar[Promise | str] = _("Forms you filled in, with your answers")
    covers: ClassVar = ("forms.FormSubmission", "forms.FormFile")

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        rows = FormSubmission.objects.filter(workspace=workspace, customer=customer_id)
        told = list(rows.order_by("received_at", "pk").values(*HEADINGS))
        if told:
            headings = {name.replace("form__name", "form"): HEADINGS[name] for name in HEADINGS}
            for row in told:
                row["form"] = row.pop("form__name")
            package.records(self.key, headings, told)
        for file in FormFile.objects.filter(workspace=workspace, submission__in=rows):
            path = path_of(file.token)
            if path.is_file():
                package.file(f"form_files/{file.pk}-{file.filename}", path.read_bytes())
