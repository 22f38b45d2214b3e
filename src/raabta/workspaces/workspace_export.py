"""The family of workspace exports: each context names the rows that leave with a workspace."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.apps import apps
from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import WorkspaceModel

if TYPE_CHECKING:
    from raabta.workspaces.leaving.archive import Reader, Writer
    from raabta.workspaces.leaving.new_ids import NewIds

Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """The rows of one model as one file of the archive, one JSON object a line.

    Columns of sealed text never leave. `references` are columns with the ids of another model
    that are no foreign keys. `left_here` are columns that mean nothing elsewhere, such as ids of
    users and jobs; they get their default. `owner_columns` get the user who imports. `renewed` are
    words that nobody else may know, unique on a server: they stay and are made anew.
    `kept_if_free` leave, and are made anew only where they are taken.
    """

    name: str  # "people"
    model_name: str  # "customers.Customer"
    references: Mapping[str, str] = field(default_factory=dict)
    left_here: tuple[str, ...] = ()
    owner_columns: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    kept_if_free: tuple[str, ...] = ()
    may_be_there: bool = False  # a workspace with such rows is still empty

    @property
    def model(self) -> type[WorkspaceModel]:
        return cast("type[WorkspaceModel]", apps.get_model(self.model_name))

    def outgoing(self, row: Row) -> None:
        """Change a row before it is written: what is packed becomes readable."""

    def incoming(self, row: Row, ids: "NewIds") -> None:
        """Change a row, as `outgoing` left it, to what the model takes."""


class WorkspaceExport(BaseModel):
    """Subclass it in `workspace_exports.py` of any context.

    A test walks every model of a workspace: it stands in `tables` or, with the reason, in
    `left_out`.
    """

    key: ClassVar[str]
    label: ClassVar[Promise | str]
    order: ClassVar[int] = 50  # lower contexts first
    tables: ClassVar[tuple[Table, ...]] = ()
    left_out: ClassVar[Mapping[str, str]] = {}
    # what the first word of an origin ("campaign:12") is the id of
    origins: ClassVar[Mapping[str, str]] = {}
    # names of events whose properties hold ids of this context's rows
    events: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            workspace_exports.register(cls.key, cls)

    def write_files(self, workspace: Workspace, writer: "Writer") -> None:
        """Add what is not rows of a model."""

    def read_files(self, workspace: Workspace, reader: "Reader", ids: "NewIds") -> None:
        """Take it in again, inside the transaction of the rows."""

    def event_arrives(self, properties: Row, ids: "NewIds") -> None:
        """Put the new ids into the properties of one of `events`."""

    def arrived(self, workspace: Workspace, reader: "Reader", ids: "NewIds") -> None:
        """Everything is committed: fill what is made of the records."""


workspace_exports: Registry[WorkspaceExport] = Registry("workspace_exports")


def in_order() -> list[WorkspaceExport]:
    return [one() for one in sorted(workspace_exports.members(), key=lambda one: one.order)]


def all_tables() -> Iterator[Table]:
    for member in in_order():
        yield from member.tables
