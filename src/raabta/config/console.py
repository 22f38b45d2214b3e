"""How commands speak: results on stdout, progress and errors on stderr, exit codes."""

from collections.abc import Callable
from typing import NoReturn

import django
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

out = Console()
err = Console(stderr=True)
FAILED = 1
MISUSED = 2


def load_django(*, up_to_date: bool = False) -> None:
    """Django, once a command really needs it, so that `--help` stays quick.

    With `up_to_date` the records database is made or migrated first.
    """
    django.setup()
    if up_to_date:
        from raabta.config.database import bring_up_to_date

        bring_up_to_date()


def fail(message: str, *, code: int = FAILED) -> NoReturn:
    """Say what went wrong and what to do, and end with the exit code."""
    err.print(f"[bold red]Error:[/] {message}", highlight=False)
    raise typer.Exit(code)


def progress_bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
    )


def follow(job_id: int, title: str, *, step: Callable[[], bool] | None = None) -> None:
    """Show a job's progress until it is over; `step` does the work when no server runs.

    Ends the command with an error when the job fails or is cancelled. Ctrl-C cancels the job.
    """
    import time

    from raabta.kernel import jobs
    from raabta.kernel.models import Job

    with progress_bar() as bar:
        shown = bar.add_task(title, total=None)
        try:
            while True:
                if step is None or not step():
                    time.sleep(0.2)
                job = Job.objects.get(pk=job_id)
                bar.update(shown, completed=job.done, total=job.total or None)
                if job.is_over:
                    break
        except KeyboardInterrupt:
            jobs.cancel(job_id)
            fail("cancelled; what was done so far is kept")
    if job.state != Job.State.DONE:
        fail(job.error or f"the job was {job.state}")
