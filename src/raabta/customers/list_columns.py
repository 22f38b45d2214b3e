from collections.abc import Collection, Mapping
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from raabta.customers.list_column import Cell, ListColumn
from raabta.customers.models import Consent
from raabta.customers.queries import tags_of
from raabta.workspaces.models import Workspace


class Tags(ListColumn):
    key: ClassVar = "tags"
    label: ClassVar = _("Tags")

    def cells(self, workspace: Workspace, ids: Collection[int]) -> Mapping[int, Cell]:
        held = tags_of(workspace, ids)
        return {pk: [tag.name for tag in tags] for pk, tags in held.items()}


class EmailConsent(ListColumn):
    """Whether a person agreed to marketing by e-mail."""

    key: ClassVar = "email_consent"
    label: ClassVar = _("E-mail marketing")

    def cells(self, workspace: Workspace, ids: Collection[int]) -> Mapping[int, Cell]:
        held = Consent.objects.filter(
            workspace=workspace, customer__in=list(ids), purpose="marketing", channel="email"
        )
        return {pk: state == "granted" for pk, state in held.values_list("customer_id", "state")}
