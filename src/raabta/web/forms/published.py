"""A published form as visitors meet it: which one, in which language, what is told of the visitor."""

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import translation

from raabta.forms.models import Form
from raabta.forms.puzzles import Puzzle, puzzle_of
from raabta.forms.queries import form_by_public_id
from raabta.forms.tokens import Token, new_token, read_token


def find_published(public_id: str) -> Form:
    """Raises Http404."""
    is_sound = len(public_id) <= 20 and "\x00" not in public_id
    form = form_by_public_id(public_id) if is_sound else None
    if form is None:
        raise Http404
    return form


def language_of(request: HttpRequest, form: Form) -> str:
    asked = (request.GET.get("language", ""), request.COOKIES.get("raabta_language", ""))
    browser = translation.get_language_from_request(request)
    spoken = {*form.words, *(tag for item in form.items for tag in item.words)}
    ordered = (*asked, *([browser] if browser in spoken else []), form.workspace.language)
    known = dict(settings.LANGUAGES)
    return next((tag for tag in ordered if tag in known), settings.LANGUAGE_CODE)


def draw(form: Form, again: Token | None = None) -> tuple[str, Puzzle | None]:
    """The token of a form that is drawn, and the puzzle that belongs to it if there is to be one."""
    text = new_token(form, again)
    token = read_token(form, text)
    if token is None or form.puzzle == Form.Puzzle.NEVER:
        return text, None
    return text, puzzle_of(token)
