"""What the list and the overview of a template show."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from raabta.audiences.models import Audience
from raabta.audiences.queries import rule_of, sample
from raabta.audiences.rules import BadRule
from raabta.content.checks import problems
from raabta.content.models import Template, Variant
from raabta.content.queries import (
    candidates,
    completeness,
    count_fallbacks,
    running_link_check,
    variants_of,
)
from raabta.web.http import HttpRequest
from raabta.web.paging import number
from raabta.workspaces.models import Workspace

LOOKED_AT = 1_000
NAMES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class LanguageRow:
    variant: Variant
    name: str
    share: float
    is_default: bool

    @property
    def percent(self) -> int:
        return round(self.share * 100)

    @property
    def tone(self) -> str:
        return "success" if self.share >= 0.999 else "warning"


@dataclass(frozen=True)
class TemplateRow:
    template: Template
    languages: list[LanguageRow]

    @property
    def subject(self) -> str:
        return self.languages[0].variant.subject if self.languages else ""


def name_of(language: str) -> str:
    return str(NAMES.get(language, language))


def language_choices(variants: list[Variant]) -> list[tuple[str, str]]:
    return [(variant.language, name_of(variant.language)) for variant in variants]


def language_rows(template: Template, variants: list[Variant]) -> list[LanguageRow]:
    if not variants:
        return []
    default = variants[0]
    return [
        LanguageRow(
            variant,
            name_of(variant.language),
            completeness(variant, default),
            variant.language == template.default_language,
        )
        for variant in variants
    ]


def rows_of(workspace: Workspace, found: list[Template]) -> list[TemplateRow]:
    of: dict[int, list[Variant]] = {template.pk: [] for template in found}
    inside = Variant.objects.filter(workspace=workspace, template__in=found).order_by("language")
    for variant in inside:
        of[variant.template_id].append(variant)
    rows = []
    for template in found:
        first = template.default_language
        variants = sorted(of[template.pk], key=lambda one: one.language != first)
        rows.append(TemplateRow(template, language_rows(template, variants)))
    return rows


def overview(request: HttpRequest, template: Template) -> dict[str, Any]:
    variants = variants_of(request.workspace, template)
    has = {variant.language for variant in variants}
    audience = chosen_audience(request)
    found = problems(request.workspace, template)
    return {
        "template": template,
        "languages": language_rows(template, variants),
        "first": variants[0] if variants else None,
        "missing_languages": [(key, name) for key, name in settings.LANGUAGES if key not in has],
        "problems": found,
        "blocking": sum(problem.severity == "block" for problem in found),
        "audiences": audiences_of(request),
        "audience": audience,
        "fallbacks": count_fallbacks(request.workspace, template, people_of(request, audience)),
        "checking": running_link_check(template),
        "may_edit": request.may("content.edit"),
    }


def audiences_of(request: HttpRequest) -> list[Audience]:
    found = Audience.objects.filter(workspace=request.workspace, archived_at=None)
    return list(found.order_by("name")[:200])


def chosen_audience(request: HttpRequest) -> Audience | None:
    asked = number(request, "audience")
    if asked is None:
        return None
    return Audience.objects.filter(workspace=request.workspace, pk=asked).first()


def people_of(request: HttpRequest, audience: Audience | None) -> list[int]:
    """Ids to look at: a sample of the audience, else the newest and oldest people."""
    if audience is None:
        return candidates(request.workspace)
    try:
        return sample(request.workspace, rule_of(audience), LOOKED_AT)
    except BadRule:
        return []
