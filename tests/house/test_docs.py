"""The documents say what there is: links lead somewhere, commands and variables are all told."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
import typer
from typer.main import get_command

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
VARIABLE = re.compile(r'env\.(?:text|flag|words|secret)\("([A-Z_]+)"')
HEAVIEST_PICTURE = 250 * 1024
MEASURED = DOCS / "benchmarks.md"  # `make benchmarks` writes it


def links_of(page: Path) -> Iterator[str]:
    for link in LINK.findall(CODE.sub("", page.read_text())):
        if "://" not in link and not link.startswith("mailto:"):
            yield link


def anchors_of(page: Path) -> set[str]:
    """As the usual renderers make them: lower case, spaces to dashes, punctuation gone."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    return {
        re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        for heading in HEADING.findall(text)
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    broken = []
    for link in links_of(page):
        path, _hash, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        is_there = target == MEASURED or target.exists()
        if not is_there or (anchor and anchor not in anchors_of(target)):
            broken.append(link)
    assert broken == []


def test_every_page_of_the_guide_is_in_its_table_of_contents() -> None:
    guide = DOCS / "guide"
    listed = set(links_of(guide / "README.md"))
    assert {page.name for page in guide.glob("*.md")} - {"README.md"} == listed


def test_every_variable_is_in_the_administrators_page() -> None:
    names = {
        name
        for path in (ROOT / "src/raabta/config").rglob("*.py")
        for name in VARIABLE.findall(path.read_text())
    }
    told = set(re.findall(r"^\| `RAABTA_([A-Z_]+)`", administration(), re.MULTILINE))
    assert told == names


def test_every_command_is_in_the_administrators_page() -> None:
    told = set(re.findall(r"^\| `raabta ([a-z ]+)", administration(), re.MULTILINE))
    assert {words.strip() for words in told} == set(commands())


def test_every_howto_that_the_architecture_names_exists_and_the_other_way_round() -> None:
    named = set(re.findall(r"`howto/([\w-]+\.md)`", (DOCS / "architecture.md").read_text()))
    assert named == {page.name for page in (DOCS / "howto").glob("*.md")}


def test_howtos_link_to_a_member_that_is_built_in() -> None:
    for page in (DOCS / "howto").glob("add-*.md"):
        assert any("/src/raabta/" in link for link in links_of(page)), page.name


def test_decisions_are_numbered_without_gaps_and_say_what_was_not_built() -> None:
    records = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in records] == list(range(1, len(records) + 1))
    for page in records:
        text = page.read_text()
        assert text.startswith(f"# {int(page.name[:4])}. "), page.name
        assert "**Decision.**" in text, page.name
        assert "**Not built.**" in text, page.name


def test_pictures_are_light_and_all_are_shown() -> None:
    pictures = set((DOCS / "images").glob("*"))
    assert [p.name for p in pictures if p.stat().st_size > HEAVIEST_PICTURE] == []
    shown = {
        (page.parent / link).resolve()
        for page in PAGES
        for link in links_of(page)
        if "images" in link
    }
    assert shown == pictures


def administration() -> str:
    return (DOCS / "guide/administration.md").read_text()


def commands() -> Iterator[str]:
    """Such as "serve" and "user create"."""
    app = typer.Typer()
    for name in import_module("raabta.config.cli").COMMANDS:
        import_module(f"raabta.config.commands.{name}").register(app)
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        yield from (f"{name} {word}" for word in below) if below else (name,)
