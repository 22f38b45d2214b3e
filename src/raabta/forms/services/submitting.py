"""Take a submission in: committed first, made into a person afterwards."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from raabta.customers.free_mail import is_disposable
from raabta.customers.identity_kind import EMAIL
from raabta.forms.answers import Answers, Posted, Uploads, read_answers
from raabta.forms.domain_events import SubmissionReceived
from raabta.forms.models import Form, FormSubmission
from raabta.forms.profiling import further_of
from raabta.forms.puzzles import is_solved
from raabta.forms.queries import sent_within_hour, submission_by_key
from raabta.forms.services.consent_texts import text_shown
from raabta.forms.services.files import keep_files
from raabta.forms.tokens import FASTEST, Token, read_token
from raabta.kernel import bus, clock
from raabta.tracking.call import is_machine
from raabta.workspaces.models import Workspace

TRAP = "website_2"  # people do not see it
TOKEN = "raabta_token"  # noqa: S105  the name of a field
PUZZLE = "raabta_puzzle"
PUZZLED_ABOVE = 3  # from one address in an hour
REFUSED_ABOVE = 200
Reason = FormSubmission.Reason


class BadAnswers(Exception):
    """Nothing was kept; `errors` holds a sentence for each field, in the active language."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors


class TooMany(Exception):
    """Far more came from this address within an hour than people send."""


@dataclass(frozen=True)
class Visitor:
    language: str
    ip: str | None = None
    page_url: str = ""
    referrer: str = ""
    anonymous_id: str = ""
    user_agent: str = ""


def submit(
    *,
    workspace: Workspace,
    form: Form,
    posted: Posted,
    visitor: Visitor,
    uploads: Uploads | None = None,
) -> FormSubmission:
    """Keep the answers. A repeated token is the same submission. Raises BadAnswers or TooMany."""
    sent = sent_within_hour(workspace, visitor.ip) if visitor.ip else 0
    if sent >= REFUSED_ABOVE:
        raise TooMany
    token = read_token(form, "".join(posted.get(TOKEN, ())))
    if token and (known := submission_by_key(form, token.key)):
        return known
    skipped = token.skipped if token else further_of(form)
    answers = read_answers(workspace, form, posted, uploads=uploads or {}, skipped=skipped)
    if answers.errors:
        raise BadAnswers(answers.errors)
    reasons = _suspicions(form, token, posted, sent=sent, visitor=visitor)
    if form.disposable == Form.Disposable.HOLD and _is_thrown_away(form, answers):
        reasons.append(Reason.DISPOSABLE.value)
    now = clock.now().timestamp()
    token = token or Token(secrets.token_hex(16), now, now)
    try:
        return _keep(workspace, form, token, answers=answers, reasons=reasons, visitor=visitor)
    except IntegrityError:  # the same POST, twice at once
        return FormSubmission.objects.get(form=form, key=token.key)


@transaction.atomic
def _keep(
    workspace: Workspace,
    form: Form,
    token: Token,
    *,
    answers: Answers,
    reasons: list[str],
    visitor: Visitor,
) -> FormSubmission:
    made = FormSubmission.objects.create(
        workspace=workspace,
        form=form,
        key=token.key,
        state=FormSubmission.State.HELD if reasons else FormSubmission.State.RECEIVED,
        reasons=reasons,
        remarks=_remarks(form, answers),
        answers=answers.values,
        consents=_shown(form, answers, token, (visitor.language, workspace.language)),
        email_hash=_email_hash(form, answers),
        language=visitor.language,
        ip=visitor.ip,
        page_url=visitor.page_url[:500],
        referrer=visitor.referrer[:500],
        anonymous_id=visitor.anonymous_id,
        user_agent=visitor.user_agent[:300],
        received_at=clock.now(),
    )
    keep_files(submission=made, files=answers.files)
    if not reasons:
        bus.publish(SubmissionReceived(workspace.pk, made.pk))
    return made


def _suspicions(
    form: Form, token: Token | None, posted: Posted, *, sent: int, visitor: Visitor
) -> list[str]:
    found = {
        Reason.TRAP: any(posted.get(TRAP, ())),
        Reason.UNSIGNED: token is None,
        Reason.FAST: token is not None and token.age < FASTEST,
        Reason.MANY: sent >= form.held_above,
        Reason.PUZZLE: _needs_puzzle(form, sent, visitor)
        and not is_solved(token, "".join(posted.get(PUZZLE, ()))),
    }
    return [reason.value for reason, is_met in found.items() if is_met]


def _needs_puzzle(form: Form, sent: int, visitor: Visitor) -> bool:
    if form.puzzle == Form.Puzzle.SUSPICIOUS:
        return sent >= PUZZLED_ABOVE or not visitor.user_agent or is_machine(visitor.user_agent)
    return form.puzzle == Form.Puzzle.ALWAYS


def _shown(
    form: Form, answers: Answers, token: Token, languages: tuple[str, ...]
) -> dict[str, int]:
    """The texts of what was ticked, as they stood when the visitor read them."""
    at = datetime.fromtimestamp(token.shown_at, UTC)
    ticked = [one for one in form.items if one.key == "consent" and answers.values.get(one.id)]
    shown = {one.id: text_shown(form, one.id, languages, at) for one in ticked}
    return {field: text.pk for field, text in shown.items() if text}


def _remarks(form: Form, answers: Answers) -> list[str]:
    is_flagged = form.disposable == Form.Disposable.FLAG
    return [Reason.DISPOSABLE.value] if is_flagged and _is_thrown_away(form, answers) else []


def _is_thrown_away(form: Form, answers: Answers) -> bool:
    return is_disposable(_email(form, answers).rpartition("@")[2])


def _email(form: Form, answers: Answers) -> str:
    mails = (answers.values.get(item.id) for item in form.items if item.target == EMAIL)
    return str(next((mail for mail in mails if mail), ""))


def _email_hash(form: Form, answers: Answers) -> str:
    email = _email(form, answers)
    return sha256(email.encode()).hexdigest() if email else ""
