"""Audiences kept as files: what would change, and the change, all of it or nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from raabta.audiences.models import Audience
from raabta.audiences.queries import audiences, sentence_of
from raabta.audiences.rules import BadRule, parse, to_json
from raabta.audiences.services.audiences import (
    archive_audience,
    create_audience,
    edit_audience,
)
from raabta.audiences.text_form import (
    AudienceText,
    BadText,
    Ids,
    Names,
    file_name,
    name_in,
    read,
    write,
)
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

MOST_FILES = 500
Files = Mapping[str, str]


class Kind(StrEnum):
    CREATE = "create"
    CHANGE = "change"
    REMOVE = "remove"
    SAME = "same"


@dataclass(frozen=True)
class Change:
    """Of one audience. Texts are "" and rules None where there is none.

    `needs_new` says that the rule names an audience which this plan makes.
    """

    kind: Kind
    name: str
    before: str = ""
    after: str = ""
    old_rule: dict[str, Any] | None = None
    new_rule: dict[str, Any] | None = None
    needs_new: bool = False


class BadFiles(ValueError):
    """Some files cannot be taken; `problems` are sentences by file name. Nothing was changed."""

    def __init__(self, problems: Mapping[str, list[str]]) -> None:
        super().__init__("\n".join(f"{file}: {one}" for file in problems for one in problems[file]))
        self.problems = problems


def files_of(workspace: Workspace) -> dict[str, str]:
    """Every audience in use as a text, by file name."""
    found: dict[str, str] = {}
    for audience in audiences(workspace):
        found[file_name(audience.name, set(found))] = text_of(workspace, audience)
    return found


def text_of(workspace: Workspace, audience: Audience) -> str:
    return write(
        name=audience.name,
        description=audience.description,
        rule=audience.rule,
        sentence=sentence_of(workspace, audience),
        there=Names(workspace),
    )


def keep_text(
    *, workspace: Workspace, actor: Actor, audience: Audience | None, text: str
) -> Audience:
    """Change one audience as a text says, its name too, or make one.

    Raises BadText, BadRule or NameTaken.
    """
    return _written(workspace, actor, audience, read(text, Ids(workspace)))


@transaction.atomic
def apply_files(
    *, workspace: Workspace, actor: Actor, files: Files, removes: bool = False
) -> list[Change]:
    """Make the audiences as the files say; with `removes`, those without a file go.

    An audience is the one of its name. Raises BadFiles, and then nothing is changed.
    """
    _refuse_doubles(files)
    changes: list[Change] = []
    made: set[str] = set()
    for file, wanted in _in_turn(workspace, files):
        try:
            changes.append(_keep(workspace, actor, wanted, made))
        except BadRule as error:
            raise BadFiles({file: [one.message for one in error.problems]}) from error
    if removes:
        kept = {change.name for change in changes}
        changes += [
            _remove(workspace, actor, audience)
            for audience in audiences(workspace)
            if audience.name not in kept
        ]
    return changes


def _in_turn(workspace: Workspace, files: Files) -> Iterator[tuple[str, AudienceText]]:
    """What the files say, each after those that it names, once these were made.

    Raises BadFiles for those that cannot be read.
    """
    waiting = dict(files)
    while waiting:
        problems: dict[str, list[str]] = {}
        for file, text in waiting.items():
            try:
                wanted = read(text, Ids(workspace))
            except BadText as error:
                problems[file] = [str(line) for line in error.lines]
            else:
                yield file, wanted
        if len(problems) == len(waiting):
            raise BadFiles(problems)
        waiting = {file: waiting[file] for file in problems}


def plan_files(
    *, workspace: Workspace, actor: Actor, files: Files, removes: bool = False
) -> list[Change]:
    """What `apply_files` would do: it is done, and taken back. Raises BadFiles."""
    with transaction.atomic():
        changes = apply_files(workspace=workspace, actor=actor, files=files, removes=removes)
        transaction.set_rollback(True)
    return changes


def _refuse_doubles(files: Files) -> None:
    if len(files) > MOST_FILES:
        words = _("There are more than %(most)s files.") % {"most": MOST_FILES}
        raise BadFiles({"": [words]})
    seen: dict[str, str] = {}
    for file, text in files.items():
        name = name_in(text)
        if name and name in seen:
            words = _("“%(name)s” is also in %(file)s.") % {"name": name, "file": seen[name]}
            raise BadFiles({file: [words]})
        seen[name] = file


def _keep(workspace: Workspace, actor: Actor, wanted: AudienceText, made: set[str]) -> Change:
    """Write one audience as its file says; `made` collects the names of new ones.

    Raises BadRule.
    """
    rule = parse(wanted.rule)
    audience = audiences(workspace).filter(name=wanted.name).first()
    before, old_rule = "", None
    if audience:
        before, old_rule = text_of(workspace, audience), audience.rule
        if (audience.description, audience.rule) == (wanted.description, to_json(rule)):
            return Change(Kind.SAME, wanted.name, before, before, old_rule, old_rule)
    kept = _written(workspace, actor, audience, wanted)
    if not audience:
        made.add(wanted.name)
    return Change(
        Kind.CHANGE if audience else Kind.CREATE,
        wanted.name,
        before,
        text_of(workspace, kept),
        old_rule,
        kept.rule,
        needs_new=bool(made & wanted.audiences),
    )


def _written(
    workspace: Workspace, actor: Actor, audience: Audience | None, wanted: AudienceText
) -> Audience:
    values: dict[str, Any] = {
        "workspace": workspace,
        "actor": actor,
        "name": wanted.name,
        "rule": parse(wanted.rule),
        "description": wanted.description,
    }
    return edit_audience(audience=audience, **values) if audience else create_audience(**values)


def _remove(workspace: Workspace, actor: Actor, audience: Audience) -> Change:
    """Archived, not deleted: what uses it goes on, and it can be used again."""
    before, rule = text_of(workspace, audience), audience.rule
    archive_audience(workspace=workspace, actor=actor, audience=audience)
    return Change(Kind.REMOVE, audience.name, before, "", rule, None)
