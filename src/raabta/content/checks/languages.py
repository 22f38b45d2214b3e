"""Readers who would get the mail in a language that is not theirs."""

from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from raabta.content.checks.findings import BLOCK, WARN, Problem
from raabta.content.directions import base_language
from raabta.content.models import Template, Variant
from raabta.customers.models import Customer
from raabta.workspaces.models import Workspace

LOOKED_AT = 2_000


def language_problems(workspace: Workspace, template: Template) -> Iterator[Problem]:
    has = set(Variant.objects.filter(template=template).values_list("language", flat=True))
    if template.default_language not in has:
        message = _("The mail does not exist in its default language.")
        yield Problem("no_default", BLOCK, message, template.default_language)
    names = dict(settings.LANGUAGES)
    for language, share in shares(workspace).items():
        if language in names and language not in has:
            message = _(
                "About %(share)d%% of your customers read %(language)s; "
                "they would get the default language."
            )
            words = {"share": max(1, round(share * 100)), "language": names[language]}
            yield Problem("no_variant", WARN, message % words, language)


def shares(workspace: Workspace) -> dict[str, float]:
    """Languages of the newest customers, by share."""
    newest = Customer.objects.filter(workspace=workspace, deleted_at=None).order_by("-pk")
    found = Counter(
        base_language(language)
        for language in newest.values_list("language", flat=True)[:LOOKED_AT]
        if language
    )
    total = sum(found.values())
    return {language: count / total for language, count in found.most_common()}
