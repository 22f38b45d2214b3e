"""Fields, words and a token of a form, for the script that draws it and for whoever does it themselves."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from raabta.forms.models import Form
from raabta.forms.services.submitting import TOKEN, TRAP
from raabta.web.forms.drawing import Drawn, drawn
from raabta.web.forms.posting import CORS
from raabta.web.forms.published import (
    Drawing,
    claim_of,
    count_view,
    draw,
    find_published,
    language_of,
)
from raabta.workspaces.scoped import working_in


@require_http_methods(["GET", "HEAD"])
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    form = find_published(public_id)
    language = language_of(request, form)
    with working_in(form.workspace), translation.override(language):
        count_view(request, form)
        body = _body(form, language, draw(form, claim_of(request)))
        return JsonResponse(body, headers={**CORS, "Cache-Control": "no-store"})


show.is_public = True  # type: ignore[attr-defined]


def _body(form: Form, language: str, drawing: Drawing) -> dict[str, Any]:
    skipped = drawing.token.skipped
    return {
        "title": form.say("title", language),
        "text": form.say("text", language),
        "button": form.say("button", language) or _("Send"),
        "language": language,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "words": {
            "yes": _("Yes"),
            "no": _("No"),
            "failed": _("That did not work. Please try again in a moment."),
        },
        TOKEN: drawing.text,
        "trap": TRAP,
        "puzzle": asdict(drawing.puzzle) if drawing.puzzle else None,
        "fields": [_field(one) for one in drawn(form, [language], skipped=skipped)],
    }


def _field(one: Drawn) -> dict[str, Any]:
    item = one.item
    return {
        "id": item.id,
        "kind": item.key,
        "widget": item.widget,
        "input_type": item.input_type,
        "label": one.label,
        "help": one.help,
        "placeholder": one.placeholder,
        "required": item.is_required,
        "choices": getattr(item, "choices", []),
        "options": one.options,
        "accept": getattr(item, "accept", ""),
        "source": getattr(item, "source", ""),
        "shown_when": item.shown_when.model_dump() if item.shown_when else None,
    }
