"""Change how duplicates are looked for."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from raabta.customers.matching.fields import FIELDS
from raabta.customers.matching_fields import COMPARED
from raabta.customers.models import MatchingSettings
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit


class InvalidSettings(ValueError):
    """A number or field that cannot be; the message is for the reader."""


@transaction.atomic
def change_matching(
    *, workspace: Workspace, actor: Actor, values: Mapping[str, Any]
) -> MatchingSettings:
    """Set `review_at`, `bulk_at`, `is_nightly`, `fields`, `unused`. Raises InvalidSettings."""
    held = MatchingSettings.objects.select_for_update().filter(workspace=workspace).first()
    settings = held or MatchingSettings(workspace=workspace)
    for key in ("review_at", "bulk_at", "is_nightly", "fields", "unused"):
        setattr(settings, key, values.get(key, getattr(settings, key)))
    _check(settings)
    settings.save()
    told = {key: getattr(settings, key) for key in ("review_at", "bulk_at", "is_nightly")}
    record_audit(workspace=workspace, actor=actor, verb="matching.changed", target="", detail=told)
    return settings


def _check(settings: MatchingSettings) -> None:
    if not 1 <= settings.review_at <= settings.bulk_at <= 100:
        raise InvalidSettings(
            _("Both are per cent from 1 to 100, and accepting needs at least as much as showing.")
        )
    attributes = {one.key for one in COMPARED if one.is_attribute}
    if not settings.fields.keys() <= attributes or not set(settings.unused) <= FIELDS.keys():
        raise InvalidSettings(_("There is no such field to compare."))
    if len(set(settings.unused)) == len(FIELDS):
        raise InvalidSettings(_("Compare one field at least."))
