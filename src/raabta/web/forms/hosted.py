"""A published form for everybody: its page, its description, and where answers are sent.

Nobody is logged in and no cookie is needed; the token in the form says when it was drawn. Pages of
any origin may send answers and read what became of them: they learn nothing that they did not send.
"""

import json
import re
from dataclasses import asdict

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from raabta.forms.answers import Posted
from raabta.forms.form_fields.file import File
from raabta.forms.models import Form
from raabta.forms.services.building import count_started
from raabta.forms.services.submitting import TOKEN, TRAP, BadAnswers, TooMany, submit
from raabta.forms.tokens import OLDEST, read_token
from raabta.web.forms.drawing import drawn
from raabta.web.forms.posting import CORS, Unreadable, problem, read_posted, wants_json
from raabta.web.forms.published import (
    claim_of,
    count_view,
    draw,
    find_published,
    language_of,
    most_bytes,
    uploads_of,
    visitor_of,
)
from raabta.web.http import redirect, render
from raabta.web.middleware import POLICY
from raabta.workspaces.scoped import working_in

ORIGIN = re.compile(r"https?://[\w.-]+(:\d+)?(?=/|$)", re.ASCII)

LONGEST_TOKEN = 1_000


@csrf_exempt  # pages of other websites send it; the token in the form takes the place
@xframe_options_exempt
@require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=CORS)
    form = find_published(public_id)
    language = language_of(request, form)
    with working_in(form.workspace), translation.override(language):
        request.LANGUAGE_CODE = language
        if request.method == "POST":
            return _framed(request, form, _take(request, form, language))
        count_view(request, form)
        return _framed(request, form, _page(request, form, _brought(request, form), {}))


show.is_public = True  # type: ignore[attr-defined]


@csrf_exempt  # sent as the visitor begins, by pages of other websites as well
@require_http_methods(["POST"])
def start(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody began to fill it in; the body is the token of the drawn form, which counts once."""
    form = find_published(public_id)
    token = read_token(form, request.body[:LONGEST_TOKEN].decode("ascii", "replace"))
    if token and cache.add(f"form-started:{token.key}", 1, timeout=OLDEST):
        count_started(form)
    return HttpResponse(status=204, headers=CORS)


start.is_public = True  # type: ignore[attr-defined]


def _take(request: HttpRequest, form: Form, language: str) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > most_bytes(form):
        return problem(413, _("This is too long."))
    try:
        posted = read_posted(request)
    except Unreadable as error:
        return problem(400, str(error))
    visitor = visitor_of(request, posted, language)
    try:
        submit(
            workspace=form.workspace,
            form=form,
            posted=posted,
            visitor=visitor,
            uploads=uploads_of(request, form),
        )
    except TooMany:
        return problem(429, _("Too many answers came from here. Please try again in an hour."))
    except BadAnswers as error:
        if wants_json(request):
            return problem(422, _("Some answers need another look."), error.errors)
        return _page(request, form, posted, error.errors, status=422)
    return _thanks(request, form, language)


def _thanks(request: HttpRequest, form: Form, language: str) -> HttpResponse:
    text = form.say("thanks", language) or _("Thank you. We have it.")
    if wants_json(request):
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
    again = read_token(form, "".join(posted.get(TOKEN, ())))
    drawing = draw(form, claim_of(request), again)
    context = {
        "form": form,
        "title": form.say("title", language) or form.name,
        "text": form.say("text", language),
        "button": form.say("button", language) or _("Send"),
        "fields": drawn(
            form,
            [language, form.workspace.language],
            posted,
            errors=errors,
            skipped=drawing.token.skipped,
        ),
        "errors": errors,
        "token_name": TOKEN,
        "token": drawing.text,
        "puzzle": json.dumps(asdict(drawing.puzzle)) if drawing.puzzle else "",
        "has_files": any(isinstance(item, File) for item in form.items),
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
