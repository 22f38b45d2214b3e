from typing import Any

from django.db import transaction

from raabta.content.models import Brand
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

CHANGEABLE = ("primary_colour", "text_colour", "background_colour", "font", "logo", "footer")


def brand_of(workspace: Workspace) -> Brand:
    """The workspace's brand, made with plain defaults the first time."""
    found, _made = Brand.objects.select_related("logo").get_or_create(workspace=workspace)
    return found


@transaction.atomic
def change_brand(*, workspace: Workspace, actor: Actor, **values: Any) -> Brand:
    """Keep colours, font, logo and footer; templates that exist stay as they are."""
    brand = brand_of(workspace)
    for name in CHANGEABLE:
        if name in values:
            setattr(brand, name, values[name])
    brand.save()
    record_audit(workspace=workspace, actor=actor, verb="brand.changed", target=brand)
    return brand
