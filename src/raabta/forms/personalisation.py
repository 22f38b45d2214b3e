from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.content.personalisation_source import Field, PersonalisationSource
from raabta.customers.models import Customer
from raabta.forms.profiling import person_token
from raabta.workspaces.models import Workspace


class Forms(PersonalisationSource):
    """What a link to a form carries, so that it asks nothing twice."""

    key: ClassVar[str] = "forms"
    label: ClassVar[str | Promise] = _("Forms")

    def fields(self, workspace: Workspace) -> list[Field]:
        label = _("Who opens a form: add ?raabta_person= and this to its link")
        return [Field("person", label, "ImE2…", may_be_empty=False)]

    def data(self, workspace: Workspace, customer_ids: Iterable[int]) -> Mapping[int, Any]:
        people = Customer.objects.filter(workspace=workspace, pk__in=list(customer_ids))
        return {one.pk: {"person": person_token(one)} for one in people.only("public_id")}
