"""A published form as visitors meet it: which one, in which language, what is told of the visitor."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import translation

from raabta.forms.answers import Posted
from raabta.forms.form_fields.file import File
from raabta.forms.models import Form
from raabta.forms.profiling import Claim, skipped_of
from raabta.forms.puzzles import Puzzle, puzzle_of
from raabta.forms.queries import form_by_public_id
from raabta.forms.services.building import count_seen
from raabta.forms.services.submitting import Visitor
from raabta.forms.tokens import Token, new_token, read_token
from raabta.forms.uploads import Upload
from raabta.web.messaging.visitor import ip_of

PERSON, VISITOR = "raabta_person", "visitor"
TEXTS = 2**20
PAGE, REFERRER, ANONYMOUS = "raabta_page", "raabta_referrer", "raabta_anonymous_id"


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


@dataclass(frozen=True)
class Drawing:
    """One drawn form: its signed token, the puzzle if there is to be one, what is not asked."""

    text: str
    token: Token
    puzzle: Puzzle | None


def draw(form: Form, claim: Claim, again: Token | None = None) -> Drawing:
    text = new_token(form, again, () if again else skipped_of(form, claim))
    token = read_token(form, text)
    if token is None:  # the one before grew too old this moment
        return draw(form, claim)
    puzzle = None if form.puzzle == Form.Puzzle.NEVER else puzzle_of(token)
    return Drawing(text, token, puzzle)


def claim_of(request: HttpRequest) -> Claim:
    asked = {name: request.GET.get(name, "").replace("\x00", "") for name in (PERSON, VISITOR)}
    return Claim(person=asked[PERSON][:300], anonymous_id=asked[VISITOR][:100])


def uploads_of(request: HttpRequest, form: Form) -> dict[str, Upload]:
    """The files of the form's own fields; one byte more than allowed shows that one is too large."""
    found = {}
    for item in form.items:
        sent = request.FILES.get(item.id) if isinstance(item, File) else None
        if isinstance(item, File) and sent is not None:
            found[item.id] = Upload(sent.name or "", sent.read(item.most_bytes + 1))
    return found


def most_bytes(form: Form) -> int:
    """Of a whole request: the files that the form asks for, and its texts."""
    return TEXTS + sum(item.most_bytes for item in form.items if isinstance(item, File))


def count_view(request: HttpRequest, form: Form) -> None:
    if request.method == "GET":  # a HEAD shows nothing to anybody
        count_seen(form)


def visitor_of(request: HttpRequest, posted: Posted, language: str) -> Visitor:
    """The script that draws the form in another page tells which page that is."""
    page = _told(posted, PAGE)
    return Visitor(
        language=language,
        ip=ip_of(request),
        page_url=page if page.startswith(("https://", "http://")) else _sent(request, "Referer"),
        referrer=_told(posted, REFERRER),
        anonymous_id=_told(posted, ANONYMOUS)[:100],
        user_agent=_sent(request, "User-Agent"),
    )


def _told(posted: Posted, name: str) -> str:
    return "".join(posted.get(name, ())).replace("\x00", "")[:500]


def _sent(request: HttpRequest, header: str) -> str:
    return request.headers.get(header, "").replace("\x00", "")[:500]
