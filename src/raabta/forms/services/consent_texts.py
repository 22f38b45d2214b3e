"""The words of consents, kept in every version in which a published form showed them."""

from collections.abc import Iterable
from datetime import datetime

from raabta.forms.models import ConsentText, Form
from raabta.kernel import clock


def keep_texts(form: Form) -> None:
    """Part of another change: give every changed text of a consent its next version."""
    latest = latest_texts(form)
    for item in form.items:
        if item.key != "consent":
            continue
        for language, words in item.words.items():
            held = latest.get((item.id, language))
            if words.label and (held is None or held.text != words.label):
                ConsentText.objects.create(
                    workspace_id=form.workspace_id,
                    form=form,
                    field=item.id,
                    language=language,
                    version=held.version + 1 if held else 1,
                    text=words.label,
                    created_at=clock.now(),
                )


def latest_texts(form: Form) -> dict[tuple[str, str], ConsentText]:
    """By field and language."""
    rows: Iterable[ConsentText] = ConsentText.objects.filter(form=form).order_by("version")
    return {(row.field, row.language): row for row in rows}


def text_shown(
    form: Form, field: str, languages: Iterable[str], at: datetime
) -> ConsentText | None:
    """The version that a visitor saw then who reads these languages, the first that there is."""
    rows = ConsentText.objects.filter(form=form, field=field).order_by("version")
    by_language: dict[str, list[ConsentText]] = {}
    for row in rows:
        by_language.setdefault(row.language, []).append(row)
    for language in (*languages, *by_language):
        if versions := by_language.get(language):
            return next((row for row in reversed(versions) if row.created_at <= at), versions[0])
    return None
