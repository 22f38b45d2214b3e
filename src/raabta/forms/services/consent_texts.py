"""The words of consents, kept in every version in which a published form showed them."""

from collections.abc import Iterable

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


def text_shown(form: Form, field: str, languages: Iterable[str]) -> ConsentText | None:
    """The version that a visitor sees who reads these languages, the first that there is."""
    latest = latest_texts(form)
    spoken = [*languages, *(tag for name, tag in latest if name == field)]
    return next((latest[field, tag] for tag in spoken if (field, tag) in latest), None)
