from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.content.personalisation_source import Field, PersonalisationSource
from raabta.workspaces.models import Workspace


class OwnWorkspace(PersonalisationSource):
    key: ClassVar[str] = "workspace"
    label: ClassVar[str | Promise] = _("Our business")

    def fields(self, workspace: Workspace) -> list[Field]:
        has_address = bool(workspace.postal_address)
        return [
            Field("name", _("Name of our business"), workspace.name, may_be_empty=False),
            Field(
                "postal_address",
                _("Postal address"),
                workspace.postal_address,
                may_be_empty=not has_address,
            ),
        ]

    def data(self, workspace: Workspace, customer_ids: Iterable[int]) -> Mapping[int, Any]:
        values = {
            "name": workspace.name,
            "postal_address": workspace.postal_address,
            "time_zone": workspace.time_zone,
        }
        return dict.fromkeys(customer_ids, values)
