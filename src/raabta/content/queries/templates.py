from django.conf import settings
from django.db.models import QuerySet

from raabta.content.models import Brand, Image, Template, Variant
from raabta.workspaces.models import Workspace


def templates(workspace: Workspace) -> QuerySet[Template]:
    """All of them, archived ones too."""
    return Template.objects.filter(workspace=workspace)


def live_templates(workspace: Workspace) -> QuerySet[Template]:
    """What may be chosen for a new message, last changed first."""
    return templates(workspace).filter(archived_at=None).order_by("-updated_at", "-pk")


def variants_of(workspace: Workspace, template: Template) -> list[Variant]:
    """The default language first."""
    found = Variant.objects.filter(workspace=workspace, template=template)
    ordered = found.select_related("template").order_by("language")
    return sorted(ordered, key=lambda one: one.language != template.default_language)


def brand_logo(workspace: Workspace) -> str:
    """The public address of the brand's logo; empty without one."""
    brand = Brand.objects.filter(workspace=workspace).select_related("logo").first()
    return f"{settings.BASE_URL}/media/{brand.logo.token}" if brand and brand.logo else ""


def images(workspace: Workspace) -> QuerySet[Image]:
    return Image.objects.filter(workspace=workspace).order_by("-pk")
