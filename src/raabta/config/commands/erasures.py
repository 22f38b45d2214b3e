"""erasures write, erasures replay."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from raabta.config.console import fail, load_django, out, progress_bar

if TYPE_CHECKING:
    from raabta.customers.services.erasing_again import Replayed


def register(app: typer.Typer) -> None:
    erasures = typer.Typer(help="People who were erased.", no_args_is_help=True)
    erasures.command("write")(write)
    erasures.command("replay")(replay)
    app.add_typer(erasures, name="erasures")


def write(target: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write the list of everybody who was erased, to keep it apart from the backups."""
    load_django()
    from raabta.customers.services.erased_list import write_list

    count = write_list(target)
    out.print(f"{target}: {count:,} erased. It tells nothing about them.", highlight=False)


def replay(
    source: Annotated[
        Path | None,
        typer.Argument(help="A list of erasures; erasures.jsonl of the data folder if absent."),
    ] = None,
) -> None:
    """Erase again everybody on the list, after an older backup was restored."""
    load_django()
    from raabta.customers.services.erased_list import own_list

    path = source or own_list()
    if not path.is_file():
        fail(f"there is no file {path}", code=2)
    tell(replayed(path))


def replayed(path: Path) -> "Replayed":
    from raabta.customers.services.erased_list import NotAList, read_list
    from raabta.customers.services.erasing_again import erase_again

    try:
        with path.open(encoding="utf-8") as file:
            # whole, for erasing again adds to the list
            listed = list({one.public_id: one for one in read_list(file)}.values())
    except NotAList as error:
        fail(f"{path}: {error}")
    with progress_bar() as bar:
        shown = bar.add_task("Erasing again", total=len(listed))
        return erase_again(listed, lambda done: bar.update(shown, completed=done))


def tell(done: "Replayed") -> None:
    out.print(
        f"{done.erased:,} erased again, {done.known:,} were erased already, "
        f"{done.absent:,} are not here."
    )
