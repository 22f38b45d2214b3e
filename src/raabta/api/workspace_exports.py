"""Nothing of the API leaves."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.workspaces.workspace_export import WorkspaceExport


class Api(WorkspaceExport):
    key: ClassVar = "api"
    label: ClassVar = _("Answers kept for programs that ask twice, which stay here")
    left_out: ClassVar = {"api.RememberedCall": "an answer of the last day to a key of this server"}
