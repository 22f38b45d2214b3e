from django.db import transaction

from raabta.content.mjml import Node
from raabta.content.models import Template, Variant, VariantStep
from raabta.content.rendering import pick_variant
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.services.audit import record_audit


class VariantExists(Exception):
    """The template has a variant in this language already."""


class LastVariant(Exception):
    """The default language stays; make another one the default first."""


@transaction.atomic
def add_variant(*, template: Template, actor: Actor, language: str) -> Variant:
    """A copy of the default variant, to be translated. Raises VariantExists."""
    if Variant.objects.filter(template=template, language=language).exists():
        raise VariantExists(language)
    source = pick_variant(template, template.default_language)
    made = make_variant(
        template,
        language=language,
        tree=source.tree if source else [],
        subject=source.subject if source else "",
        preheader=source.preheader if source else "",
    )
    _tell(template, actor, "template.language_added", language)
    return made


@transaction.atomic
def remove_variant(*, template: Template, actor: Actor, variant: Variant) -> None:
    """Raises LastVariant for the default language."""
    if variant.language == template.default_language:
        raise LastVariant(variant.language)
    variant.delete()
    _tell(template, actor, "template.language_removed", variant.language)


def make_variant(
    template: Template,
    *,
    language: str,
    tree: list[Node],
    subject: str,
    preheader: str,
    plain_text: str = "",
) -> Variant:
    now = clock.now()
    made = Variant.objects.create(
        workspace_id=template.workspace_id,
        template=template,
        language=language,
        subject=subject,
        preheader=preheader,
        tree=tree,
        plain_text=plain_text,
        updated_at=now,
    )
    VariantStep.objects.create(
        workspace_id=template.workspace_id, variant=made, number=1, tree=tree, saved_at=now
    )
    return made


def _tell(template: Template, actor: Actor, verb: str, language: str) -> None:
    Template.objects.filter(pk=template.pk).update(updated_at=clock.now())
    record_audit(
        workspace=template.workspace,
        actor=actor,
        verb=verb,
        target=template,
        detail={"language": language},
    )
