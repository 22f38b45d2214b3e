"""Every string that users see is translated into Urdu and Bengali, placeholders and plurals kept.

Run as a script (`make lint`): it needs gettext's xgettext.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parents[2] / "src/raabta"
LANGUAGES = ("ur", "bn")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|%[sd]")


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "raabta"
        shutil.copytree(
            PACKAGE, copy, ignore=shutil.ignore_patterns("dist", "__pycache__", "migrations")
        )
        command = [sys.executable, "-m", "django", "makemessages", "--no-location", "--no-obsolete"]
        subprocess.run(
            [*command, *(f"-l{language}" for language in LANGUAGES)],
            cwd=copy,
            check=True,
            capture_output=True,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": ""},
        )
        problems = [
            f"{language}: {problem}"
            for language in LANGUAGES
            for problem in gaps(copy / f"locale/{language}/LC_MESSAGES/django.po")
        ]
    for problem in problems[:100]:
        print(problem)
    print(f"{len(problems)} gaps in translations")
    return 1 if problems else 0


def gaps(path: Path) -> Iterator[str]:
    catalogue = polib.pofile(str(path))
    forms = int(
        re.search(r"nplurals=(\d)", catalogue.metadata.get("Plural-Forms", "nplurals=2"))[1]
    )  # type: ignore[index]
    for entry in catalogue:
        texts = (
            [entry.msgstr_plural.get(form, "") for form in range(forms)]
            if entry.msgid_plural
            else [entry.msgstr]
        )
        if entry.fuzzy or not all(texts):
            yield f"not translated: {entry.msgid[:100]!r}"
            continue
        expected = names(entry.msgid_plural or entry.msgid)
        for text in texts:
            extra = names(text) - expected - names(entry.msgid)
            missing = expected - names(text) if text == texts[-1] else set()
            if extra or missing:
                yield f"placeholders differ in {entry.msgid[:80]!r}: {sorted(extra | missing)}"


def names(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}


if __name__ == "__main__":
    sys.exit(main())
