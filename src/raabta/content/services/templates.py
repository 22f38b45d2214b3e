from typing import Any

from django.db import transaction

from raabta.content.mjml import Node
from raabta.content.models import Template, Variant
from raabta.content.services.variants import make_variant
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit


@transaction.atomic
def create_template(
    *,
    workspace: Workspace,
    actor: Actor,
    name: str,
    language: str,
    tree: list[Node],
    subject: str = "",
    preheader: str = "",
) -> Template:
    now = clock.now()
    template = Template.objects.create(
        workspace=workspace,
        name=name,
        default_language=language,
        created_by=actor.label,
        created_at=now,
        updated_at=now,
    )
    make_variant(template, language=language, tree=tree, subject=subject, preheader=preheader)
    record_audit(workspace=workspace, actor=actor, verb="template.created", target=template)
    return template


@transaction.atomic
def change_template(
    *, workspace: Workspace, actor: Actor, template: Template, **values: Any
) -> Template:
    """`values`: name, default_language, when_missing."""
    for name in values.keys() & {"name", "default_language", "when_missing"}:
        setattr(template, name, values[name])
    template.updated_at = clock.now()
    template.save(update_fields=["name", "default_language", "when_missing", "updated_at"])
    record_audit(workspace=workspace, actor=actor, verb="template.changed", target=template)
    return template


@transaction.atomic
def duplicate_template(
    *, workspace: Workspace, actor: Actor, template: Template, name: str
) -> Template:
    now = clock.now()
    copy = Template.objects.create(
        workspace=workspace,
        name=name[:120],
        default_language=template.default_language,
        when_missing=template.when_missing,
        created_by=actor.label,
        created_at=now,
        updated_at=now,
    )
    for variant in Variant.objects.filter(template=template).order_by("id"):
        make_variant(
            copy,
            language=variant.language,
            tree=variant.tree,
            subject=variant.subject,
            preheader=variant.preheader,
            plain_text=variant.plain_text,
        )
    record_audit(workspace=workspace, actor=actor, verb="template.created", target=copy)
    return copy


def archive_template(*, workspace: Workspace, actor: Actor, template: Template) -> None:
    """Hide it from lists and choices; campaigns that use it keep it."""
    with transaction.atomic():
        Template.objects.filter(pk=template.pk, archived_at=None).update(archived_at=clock.now())
        record_audit(workspace=workspace, actor=actor, verb="template.archived", target=template)


def restore_template(*, workspace: Workspace, actor: Actor, template: Template) -> None:
    with transaction.atomic():
        Template.objects.filter(pk=template.pk).update(archived_at=None)
        record_audit(workspace=workspace, actor=actor, verb="template.restored", target=template)
