"""Forms, the words that people agreed to, and what was sent in."""

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.workspaces.workspace_export import Row, Table, WorkspaceExport

if TYPE_CHECKING:
    from raabta.workspaces.leaving.new_ids import NewIds


class Submissions(Table):
    """The consents of a submission name the texts that were shown."""

    def incoming(self, row: Row, ids: "NewIds") -> None:
        new = {name: ids.of("forms.ConsentText", old) for name, old in row["consents"].items()}
        row["consents"] = {name: pk for name, pk in new.items() if pk}


class Forms(WorkspaceExport):
    key: ClassVar = "forms"
    label: ClassVar = _("Forms, the words that were agreed to, and what was sent in")
    order: ClassVar = 65
    tables: ClassVar = (
        Table("forms", "forms.Form", kept_if_free=("public_id",)),
        Table("consent_texts", "forms.ConsentText"),
        Submissions("form_submissions", "forms.FormSubmission"),
    )
