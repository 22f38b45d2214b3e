"""What a person answered in forms, for the export of their data."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.data_export import DataExport, Package
from raabta.forms.models import FormSubmission
from raabta.workspaces.models import Workspace

HEADINGS = {
    "received_at": _("Received"),
    "form__name": _("Form"),
    "answers": _("Answers"),
    "language": _("Language"),
    "page_url": _("Page"),
    "ip": _("IP address"),
    "user_agent": _("Browser"),
}


class Submissions(DataExport):
    key: ClassVar = "form_submissions"
    label: ClassVar[Promise | str] = _("Forms you filled in, with your answers")
    covers: ClassVar = ("forms.FormSubmission",)

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        rows = FormSubmission.objects.filter(workspace=workspace, customer=customer_id)
        told = list(rows.order_by("received_at", "pk").values(*HEADINGS))
        if told:
            headings = {name.replace("form__name", "form"): HEADINGS[name] for name in HEADINGS}
            for row in told:
                row["form"] = row.pop("form__name")
            package.records(self.key, headings, told)
