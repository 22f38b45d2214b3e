"""A published form for everybody: its page, its description, and where answers are sent.

Nobody is logged in and no cookie is needed; the token in the form says when it was drawn. Pages of
any origin may send answers and read what became of them: they learn nothing that they did not send.
"""

import json
import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from raabta.forms.answers import Posted
from raabta.forms.models import Form
from raabta.forms.queries import form_by_public_id
from raabta.forms.services.building import count_seen
from raabta.forms.services.submitting import TOKEN, TRAP, BadAnswers, TooMany, Visitor, submit
from raabta.forms.tokens import new_token, read_token
from raabta.web.forms.drawing import drawn
from raabta.web.http import redirect, render
from raabta.web.messaging.visitor import agent_of, ip_of
from raabta.web.middleware import POLICY
from raabta.workspaces.scoped import working_in

LARGEST = 200_000
ORIGIN = re.compile(r"https?://[\w.-]+(:\d+)?(?=/|$)", re.ASCII)
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Accept",
    "Access-Control-Max-Age": "86400",
}


class Unreadable(ValueError):
    """The body is no form and no JSON object of texts; the message is for the sender."""


@csrf_exempt  # pages of other websites send it; the token in the form takes the place
@xframe_options_exempt
@require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=CORS)
    form = _published(public_id)
    language = _language(request, form)
    with working_in(form.workspace), translation.override(language):
        request.LANGUAGE_CODE = language
        if request.method == "POST":
            return _framed(request, form, _take(request, form, language))
        _count(request, form)
        return _framed(request, form, _page(request, form, _brought(request, form), {}))


show.is_public = True  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD"])
def describe(request: HttpRequest, public_id: str) -> HttpResponse:
    """Fields, words and a token, for whoever draws the form themselves."""
    form = _published(public_id)
    language = _language(request, form)
    with working_in(form.workspace), translation.override(language):
        _count(request, form)
        fields = [_described(one) for one in drawn(form, [language], {}, {})]
        texts = {name: form.say(name, language) for name in ("title", "text", "button")}
        body = {**texts, "language": language, TOKEN: new_token(form), "fields": fields}
        return JsonResponse(body, headers={**CORS, "Cache-Control": "no-store"})


describe.is_public = True  # type: ignore[attr-defined]


def _count(request: HttpRequest, form: Form) -> None:
    if request.method == "GET":  # a HEAD shows nothing to anybody
        count_seen(form)


def _described(one: Any) -> dict[str, Any]:
    item = one.item
    return {
        "id": item.id,
        "kind": item.key,
        "label": one.label,
        "help": one.help,
        "placeholder": one.placeholder,
        "required": item.is_required,
        "choices": getattr(item, "choices", []),
        "shown_when": item.shown_when.model_dump() if item.shown_when else None,
    }


def _published(public_id: str) -> Form:
    form = (
        form_by_public_id(public_id) if len(public_id) <= 20 and "\x00" not in public_id else None
    )
    if form is None:
        raise Http404
    return form


def _language(request: HttpRequest, form: Form) -> str:
    asked = (request.GET.get("language", ""), request.COOKIES.get("raabta_language", ""))
    browser = translation.get_language_from_request(request)
    spoken = {*form.words, *(tag for item in form.items for tag in item.words)}
    ordered = (*asked, *([browser] if browser in spoken else []), form.workspace.language)
    known = dict(settings.LANGUAGES)
    return next((tag for tag in ordered if tag in known), settings.LANGUAGE_CODE)


def _take(request: HttpRequest, form: Form, language: str) -> HttpResponse:
    try:
        posted = _posted(request)
    except Unreadable as error:
        return _problem(400, str(error))
    visitor = Visitor(
        language=language,
        ip=ip_of(request),
        page_url=request.headers.get("Referer", "").replace("\x00", ""),
        user_agent=agent_of(request).replace("\x00", ""),
    )
    try:
        submit(workspace=form.workspace, form=form, posted=posted, visitor=visitor)
    except TooMany:
        return _problem(429, _("Too many answers came from here. Please try again in an hour."))
    except BadAnswers as error:
        if _wants_json(request):
            return _problem(422, _("Some answers need another look."), error.errors)
        return _page(request, form, posted, error.errors, status=422)
    return _thanks(request, form, language)


def _thanks(request: HttpRequest, form: Form, language: str) -> HttpResponse:
    text = form.say("thanks", language) or _("Thank you. We have it.")
    if _wants_json(request):
        return JsonResponse({"thanks": text, "redirect_url": form.redirect_url}, headers=CORS)
    if ORIGIN.match(form.redirect_url):
        return redirect(request, form.redirect_url)
    context = {"form": form, "text": text, "brand_name": form.workspace.name}
    return render(request, "forms/hosted/thanks.html", context)


def _page(
    request: HttpRequest,
    form: Form,
    posted: Posted,
    errors: dict[str, str],
    *,
    status: int = 200,
) -> HttpResponse:
    language = translation.get_language()
    context = {
        "form": form,
        "title": form.say("title", language) or form.name,
        "text": form.say("text", language),
        "button": form.say("button", language) or _("Send"),
        "fields": drawn(form, [language, form.workspace.language], posted, errors),
        "errors": errors,
        "token_name": TOKEN,
        "token": new_token(form, read_token(form, "".join(posted.get(TOKEN, ())))),
        "trap": TRAP,
        "brand_name": form.workspace.name,
    }
    return render(request, "forms/hosted/show.html", context, status=status)


def _brought(request: HttpRequest, form: Form) -> dict[str, list[str]]:
    """What hidden fields know from the address."""
    known: dict[str, list[str]] = {key: [str(value)] for key, value in request.GET.items()}
    known["referrer"] = [request.headers.get("Referer", "")]
    known["page"] = [request.build_absolute_uri()]
    hidden = [item for item in form.items if item.widget == "hidden"]
    return {item.id: known.get(getattr(item, "source", ""), []) for item in hidden}


def _posted(request: HttpRequest) -> dict[str, list[str]]:
    """Raises Unreadable."""
    if not (request.content_type or "").endswith("json"):
        return {key: [str(one) for one in request.POST.getlist(key)] for key in request.POST}
    if len(request.body) > LARGEST:
        raise Unreadable(_("This is too long."))
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Unreadable(_("This is no JSON.")) from None
    if not isinstance(told, dict):
        raise Unreadable(_("Send a JSON object with a value for each field."))
    return {key: [_text(one) for one in _many(value)] for key, value in told.items()}


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _wants_json(request: HttpRequest) -> bool:
    sent, wanted = request.content_type or "", request.headers.get("Accept", "")
    return sent.endswith("json") or wanted.startswith("application/json")


def _problem(status: int, detail: str, errors: dict[str, str] | None = None) -> HttpResponse:
    body = {"status": status, "detail": detail, "errors": errors or {}}
    return JsonResponse(body, status=status, headers=CORS)


def _framed(request: HttpRequest, form: Form, response: HttpResponse) -> HttpResponse:
    """Any page may show the form in a frame, and it may lead on to the page that follows."""
    policy = POLICY.format(nonce=request.csp_nonce)  # type: ignore[attr-defined]
    policy = policy.replace("frame-ancestors 'self'", "frame-ancestors *")
    if follows := ORIGIN.match(form.redirect_url):
        policy = policy.replace("form-action 'self'", f"form-action 'self' {follows[0]}")
    response.headers["Content-Security-Policy"] = policy
    for name, value in CORS.items():
        response.headers[name] = value
    return response
