"""serve, work, migrate: the running system."""

import os
from typing import Annotated

import typer

from raabta.config.console import err, load_django, out


def register(app: typer.Typer) -> None:
    app.command()(serve)
    app.command()(work)
    app.command()(migrate)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, help="Worker processes: imports, sending, everything long.")
    ] = 2,
) -> None:
    """Serve the pages and the API, and run all background work. Stops cleanly on SIGTERM."""
    os.environ.setdefault("RAABTA_URL", f"http://{host}:{port}")
    load_django(up_to_date=True)
    from raabta.config.supervisor import Supervisor

    err.print(f"Raabta is on {os.environ['RAABTA_URL']}  (Ctrl-C stops it)", highlight=False)
    Supervisor(host=host, port=port, workers=workers).run()


def work() -> None:
    """Run one more worker process beside `raabta serve`, here or on another machine."""
    load_django()
    from raabta.config.processes import run_worker

    run_worker()


def migrate() -> None:
    """Bring the records database up to this version; `serve` does this by itself."""
    load_django(up_to_date=True)
    out.print("The database is up to date.")
