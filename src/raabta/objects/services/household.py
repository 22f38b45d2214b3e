"""The one kind that comes ready made: people who live together."""

from django.db import transaction
from django.utils.translation import gettext, override

from raabta.customers.services.attributes import define_attribute
from raabta.objects.models import ObjectKind, ObjectRole
from raabta.objects.services.kinds import add_role, make_kind
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

KEY = "household"
LANGUAGES = ("en", "ur", "bn")


@transaction.atomic
def make_household(*, workspace: Workspace, actor: Actor) -> ObjectKind:
    """A kind with a name, an address and members. Raises ObjectKeyTaken or TooManyKinds."""
    names = {}
    for language in LANGUAGES:
        with override(language):
            names[language] = [gettext("Household"), gettext("Households")]
    values = {"key": KEY, "names": names, "icon": ObjectKind.Icon.HOUSE, "title_field": "name"}
    kind = make_kind(workspace=workspace, actor=actor, values=values)
    for key, label in (("name", gettext("Name")), ("address", gettext("Address"))):
        values = {"subject": kind.subject, "kind": "text", "key": key, "label": label}
        define_attribute(workspace=workspace, actor=actor, values=values)
    person = {"target": ObjectRole.Target.PERSON, "is_many": True}
    add_role(
        workspace=workspace,
        kind=kind,
        values={"key": "member", "label": gettext("Member"), **person},
    )
    return kind
