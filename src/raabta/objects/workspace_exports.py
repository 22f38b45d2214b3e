"""Custom objects: kinds, their relations, records, links and history."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.workspaces.workspace_export import Table, WorkspaceExport


class Objects(WorkspaceExport):
    key: ClassVar = "objects"
    label: ClassVar = _("Custom objects with their fields, records and relations")
    order: ClassVar = 75
    tables: ClassVar = (
        Table("object_kinds", "objects.ObjectKind"),
        Table("object_roles", "objects.ObjectRole"),
        Table("object_records", "objects.ObjectRecord"),
        Table("object_links", "objects.ObjectLink"),
        Table("object_changes", "objects.ObjectChange"),
        Table("object_link_changes", "objects.ObjectLinkChange"),
    )
