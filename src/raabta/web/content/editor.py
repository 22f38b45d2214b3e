"""What the block editor shows, and its answers to a change: by htmx in parts, else by redirect."""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from raabta.content.block import BlockField, block_for, palette
from raabta.content.checks import variant_problems
from raabta.content.field_values import shown
from raabta.content.mjml import Node
from raabta.content.models import Variant, VariantStep
from raabta.content.personalisation_source import sources
from raabta.content.placing import holds, level_of
from raabta.content.plain_text import from_html
from raabta.content.rich_text import is_visual
from raabta.content.tree import NoSuchBlock, Path, body_path, find, path_of, tag, text_of
from raabta.web.content.forms import DetailsForm
from raabta.web.content.tabs import tab_context
from raabta.web.http import HttpRequest, redirect, render

SNIPPET = 60
PAGE = "content/variants/edit.html"


@dataclass(frozen=True)
class Row:
    """One block of the list at the left."""

    path: str
    label: str
    icon: str
    snippet: str
    level: str
    holds: str
    is_chosen: bool
    children: list["Row"]


@dataclass(frozen=True)
class FieldView:
    """One setting of the form at the right."""

    field: BlockField
    value: str
    error: str
    kind: str

    @property
    def name(self) -> str:
        return self.field.name


@dataclass(frozen=True)
class VariableGroup:
    label: str
    variables: list[tuple[str, str]]


def editor_context(request: HttpRequest, variant: Variant, chosen: str) -> dict[str, Any]:
    body = body_path(variant.tree)
    path = chosen_path(variant, chosen) or body
    steps = VariantStep.objects.filter(variant=variant).order_by("number")
    numbers = list(steps.values_list("number", flat=True))
    found = variant_problems(request.workspace, variant)
    return {
        "rows": rows(variant, body, path),
        "body_path": text_of(body),
        "palette": palette(),
        "can_undo": any(number < variant.step for number in numbers),
        "can_redo": any(number > variant.step for number in numbers),
        **tab_context(request, variant, "edit"),
        "problems": found,
        "blocking": sum(problem.severity == "block" for problem in found),
        "variables": variable_groups(request),
        "details": DetailsForm(
            initial={"subject": variant.subject, "preheader": variant.preheader}
        ),
        **inspector(variant, path, {}),
    }


def inspector(variant: Variant, path: Path, errors: dict[str, str]) -> dict[str, Any]:
    node = find(variant.tree, path) if path else {}
    member = block_for(node)
    if "literal" in node:
        field = BlockField("literal", "code", _("Text between the blocks"))
        fields = [FieldView(field, node["literal"], errors.get("literal", ""), "code")]
    else:
        fields = [_field(node, field, errors) for field in member.fields] if member else []
    return {
        "path": text_of(path),
        "node": node,
        "block_label": member.label if member else _("Code"),
        "block_icon": member.icon if member else "code",
        "fields": fields,
        "is_known": bool(fields),
        "is_body": tag(node) == "mj-body",
    }


def _field(node: Node, field: BlockField, errors: dict[str, str]) -> FieldView:
    value, kind = shown(node, field), field.kind
    if kind == "rich" and not is_visual(value):
        kind = "html"
    return FieldView(field, value, errors.get(field.name, ""), kind)


def chosen_path(variant: Variant, text: str) -> Path | None:
    try:
        path = path_of(text)
        find(variant.tree, path)
    except NoSuchBlock:
        return None
    return path


def rows(variant: Variant, body: Path, chosen: Path) -> list[Row]:
    if not body:
        return []
    inside = find(variant.tree, body).get("children", [])
    return [_row(node, (*body, at), chosen) for at, node in enumerate(inside)]


def _row(node: Node, path: Path, chosen: Path) -> Row:
    member = block_for(node)
    children = [
        _row(child, (*path, at), chosen) for at, child in enumerate(node.get("children", []))
    ]
    return Row(
        path=text_of(path),
        label=str(member.label) if member else _code_label(node),
        icon=member.icon if member else "code",
        snippet=_snippet(node),
        level="any" if tag(node) in {"", "mj-raw"} else level_of(node),
        holds=holds(node),
        is_chosen=path == chosen,
        children=children,
    )


def _code_label(node: Node) -> str:
    return _("Code: %(tag)s") % {"tag": tag(node)} if tag(node) else _("Code")


def _snippet(node: Node) -> str:
    if "literal" in node:
        return node["literal"].strip()[:SNIPPET]
    words = from_html(node.get("content", "")) or node.get("attributes", {}).get("alt", "")
    return " ".join(words.split())[:SNIPPET]


def variable_groups(request: HttpRequest) -> list[VariableGroup]:
    groups = [
        VariableGroup(
            str(source.label),
            [
                (str(field.label), _insertion(f"{source.key}.{field.key}", may=field.may_be_empty))
                for field in source.fields(request.workspace)
                if field.kind != "list"
            ],
        )
        for source in sources()
    ]
    links = [
        (_("Unsubscribe link"), "{{ unsubscribe_url }}"),
        (_("Preference page"), "{{ preferences_url }}"),
        (_("Mail in the browser"), "{{ view_url }}"),
    ]
    return [*groups, VariableGroup(_("Links"), links)]


def _insertion(name: str, *, may: bool) -> str:
    return f'{{{{ {name} | default: "…" }}}}' if may else f"{{{{ {name} }}}}"


def saved(
    request: HttpRequest,
    variant: Variant,
    *,
    path: Path | None = None,
    errors: dict[str, str] | None = None,
    focus: str = "",
    keep_form: bool = False,
    details: DetailsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the editor after a change. `keep_form` leaves the settings alone while one types."""
    if not request.htmx and not errors and not (details and details.errors):
        block = f"?block={text_of(path)}" if path else ""
        return redirect(request, reverse("web:variants:edit", args=[variant.pk]) + block)
    context = editor_context(request, variant, text_of(path or ()))
    if errors:
        context.update(inspector(variant, path or (), errors))
    context |= {"oob": bool(request.htmx), "focus": focus, "keep_form": keep_form and not errors}
    if details is not None:
        context["details"] = details
    response = render(request, PAGE, context, part="changed", status=status)
    response["HX-Trigger"] = json.dumps(
        {"variant-saved": {"revision": variant.revision, "fits": not errors}}
    )
    return response


def conflict(request: HttpRequest, variant: Variant) -> HttpResponse:
    words = _(
        "This mail was changed elsewhere while you had it open. Your last change was not saved; "
        "what was there before is safe. Load the page again and repeat it."
    )
    if not request.htmx:
        messages.error(request, words)
        return redirect(request, reverse("web:variants:edit", args=[variant.pk]))
    context = {"variant": variant, "conflict": words}
    return render(request, PAGE, context, part="save_state", status=409)


def refused(request: HttpRequest, variant: Variant, words: str) -> HttpResponse:
    """The change does not fit; nothing was saved."""
    if not request.htmx:
        messages.error(request, words)
        return redirect(request, reverse("web:variants:edit", args=[variant.pk]))
    response = saved(request, variant, status=422)
    response["HX-Trigger"] = json.dumps({"toast": {"text": words, "tone": "error"}})
    return response
