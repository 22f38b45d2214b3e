"""The family of import targets: what the rows of a file can become."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from django.utils.functional import Promise
from pydantic import BaseModel, ConfigDict

from raabta.kernel import clock
from raabta.kernel.registry import Registry
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import ChangeSet, Workspace


class TargetField(NamedTuple):
    """Something a column can be. `aliases` are headers that mean it, in any language."""

    key: str
    label: Promise | str
    aliases: tuple[str, ...] = ()
    looks_like: str = ""  # "email", "phone", "country": guessed from the values as well
    many: bool = False  # several columns may be it
    group: Promise | str = ""


class Explained(NamedTuple):
    """An oddity or a sum in the words of the report."""

    label: str
    text: str = ""
    tone: str = "neutral"


class Offer(NamedTuple):
    """Something the wizard offers to import; `name` is the target's key, or "key:variant"."""

    name: str
    label: str
    help: str = ""
    icon: str = "file-up"


class Fact(NamedTuple):
    """One line of the report's reckoning, in millionths of the currency's main unit."""

    label: str
    amount: int
    currency: str
    is_total: bool = False


Problem = tuple[int, str, str]  # column (-1: the row), reason, value


@dataclass
class ImportContext:
    """What a target is given beside the rows, and where it says what became of each."""

    workspace: Workspace
    actor: Actor
    run_id: int
    change_set: ChangeSet | None
    now: datetime = field(default_factory=clock.now)
    verbs: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    rejects: list[tuple[int, list[Problem]]] = field(default_factory=list)
    trace: dict[int, str] | None = None  # line -> verb, for the preview

    def done(self, line: int, verb: str) -> None:
        """Tell what became of a row: "created", "updated", "unchanged", "skipped"."""
        self.verbs[verb] += 1
        if self.trace is not None:
            self.trace[line] = verb

    def reject(self, line: int, reason: str, value: str = "", column: int = -1) -> None:
        self.rejects.append((line, [(column, reason, value[:200])]))


class ImportTarget(BaseModel):
    """Subclass it in a file of `import_targets/` of any context; the fields are its options.

    `preparer` names ("module:function") what turns cells into checked plain values. It is called
    with the plan in processes without Django, and returns a function of chunks.
    """

    model_config = ConfigDict(extra="ignore")
    key: ClassVar[str]
    label: ClassVar[Promise | str]
    help: ClassVar[Promise | str] = ""
    icon: ClassVar[str] = "file-up"
    preparer: ClassVar[str]
    keeps_together: ClassVar[str] = ""  # rows of one value in this field stay in one chunk
    set_aside: ClassVar[frozenset[str]] = frozenset()  # reasons that are no fault of the row
    permission: ClassVar[str] = "customers.import"  # a second one may be needed

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            import_targets.register(cls.key, cls)

    @classmethod
    def offers(cls, workspace: Workspace) -> list[Offer]:
        """Itself; or its variants, where a workspace makes such without code."""
        return [Offer(cls.key, str(cls.label), str(cls.help), cls.icon)]

    @classmethod
    def of_variant(cls, variant: str) -> dict[str, Any]:
        """The options that make this target the variant."""
        return {}

    @classmethod
    def defaults(cls, workspace: Workspace) -> dict[str, Any]:
        """Options that follow from the workspace."""
        return {}

    def title(self, workspace: Workspace) -> str:
        """What is imported, as lists and reports say it."""
        return str(self.label)

    def words_for(self, workspace: Workspace) -> dict[str, dict[str, str]]:
        """The choices of options that depend on the workspace: option -> value -> label."""
        return {}

    def fields(self, workspace: Workspace) -> list[TargetField]:
        raise NotImplementedError

    def missing(self, keys: set[str]) -> list[str]:
        """What the mapping or the options still lack, in words."""
        raise NotImplementedError

    def plan(
        self, workspace: Workspace, columns: dict[int, str], names: list[str]
    ) -> dict[str, Any]:
        """Plain values for the preparer; `columns` is place -> key of the field.

        Called in a transaction: it may create what the file brings along (attributes).
        """
        raise NotImplementedError

    def save(self, context: ImportContext, rows: Sequence[tuple[Any, ...]]) -> None:
        """Write prepared rows, inside the chunk's transaction."""
        raise NotImplementedError

    def finish(self, context: ImportContext) -> None:
        """After the last chunk, in a transaction of its own; may run twice."""

    @classmethod
    def explain(cls, note: str) -> Explained | None:
        """The words for a note that the target counts; None keeps it out of the report."""
        return None

    @classmethod
    def reason(cls, reason: str) -> str:
        """The words for a reason of its own for rejecting a row; "" when it is not its own."""
        return ""

    @classmethod
    def facts(cls, notes: dict[str, Any]) -> list[Fact]:
        """Sums that show that nothing was lost."""
        return []


import_targets: Registry[ImportTarget] = Registry("import_targets")


def offers(workspace: Workspace, may: Callable[[str], bool]) -> list[Offer]:
    """What can be imported here by somebody with these rights."""
    known = (member for member in import_targets.members() if may(member.permission))
    return [offer for member in known for offer in member.offers(workspace)]


def split(name: str) -> tuple[str, str]:
    """The key of a target and its variant, if the name has one. Raises UnknownMember."""
    key, _, variant = name.partition(":")
    import_targets[key]
    return key, variant
