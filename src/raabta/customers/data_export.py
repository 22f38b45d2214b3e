"""The family of data exports: each adds its part of everything that is held of one person."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.customers.table_files import table_file
from raabta.kernel.registry import Registry
from raabta.workspaces.models import Workspace

Record = Mapping[str, Any]


@dataclass
class Package:
    """The ZIP file that a person gets; names have no ending ("orders", "messages/12")."""

    archive: ZipFile
    written: list[str] = field(default_factory=list)

    def document(self, name: str, data: Any) -> None:
        """A JSON file."""
        text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        self.file(f"{name}.json", text.encode())

    def records(
        self, name: str, headings: Mapping[str, Promise | str], records: Iterable[Record]
    ) -> None:
        """Rows as JSON and as a CSV table; `headings` are the columns with their words."""
        rows = [{key: record.get(key) for key in headings} for record in records]
        self.document(name, rows)
        with TemporaryDirectory(prefix="raabta-export-") as folder:
            path = Path(folder) / "table.csv"
            with table_file(path, "csv", [str(label) for label in headings.values()]) as write:
                for row in rows:
                    write(row.values())
            self.file(f"{name}.csv", path.read_bytes())

    def file(self, name: str, content: bytes) -> None:
        """Any file; `name` with its ending."""
        self.archive.writestr(name, content, compress_type=ZIP_DEFLATED)
        self.written.append(name)


class DataExport(BaseModel):
    """Subclass it in `data_exports.py` (or the folder) of any context.

    `covers` names the models ("app.Model") whose rows about a person are inside; a test walks
    all models that refer to customers, so that none is forgotten. It writes only what the
    person may see: nothing of other people, no secrets.
    """

    key: ClassVar[str]
    label: ClassVar[Promise | str]  # for the README: what the files hold
    covers: ClassVar[tuple[str, ...]]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        if "key" in cls.__dict__:
            data_exports.register(cls.key, cls)

    def write(self, workspace: Workspace, customer_id: int, package: Package) -> None:
        """Add files to the package, named after the key; none when nothing is held."""
        raise NotImplementedError


data_exports: Registry[DataExport] = Registry("data_exports")
