"""user create."""

from typing import Annotated

import typer

from raabta.config.console import fail, load_django, out


def register(app: typer.Typer) -> None:
    users = typer.Typer(help="Colleagues who log in.", no_args_is_help=True)
    users.command("create")(create)
    app.add_typer(users, name="user")


def create(
    email: Annotated[str, typer.Argument(help="E-mail address to log in with.")],
    *,
    workspace: Annotated[
        str, typer.Option(help="Name of the workspace; made when there is none of that name.")
    ] = "",
    role: Annotated[
        str, typer.Option(help="owner, admin, marketer, seller, agent or analyst.")
    ] = "owner",
    name: Annotated[str, typer.Option(help="Full name.")] = "",
    password: Annotated[
        str,
        typer.Option(
            prompt=True, confirmation_prompt=True, hide_input=True, help="Asked for when absent."
        ),
    ] = "",
) -> None:
    """Create a user, and the workspace when it does not exist yet."""
    load_django(up_to_date=True)
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from raabta.workspaces.models import Workspace
    from raabta.workspaces.policy import Role
    from raabta.workspaces.services import EmailTaken, add_member, create_user, create_workspace

    _check(email, role)
    try:
        validate_password(password)
        with transaction.atomic():
            user = create_user(email=email, password=password, name=name)
            found = Workspace.objects.filter(name=workspace).first() if workspace else None
            if found:
                add_member(workspace=found, user=user, role=Role(role))
            else:
                found = create_workspace(name=workspace or "My business", owner=user)
    except EmailTaken:
        fail(f"there is already a user with the address {email}")
    except ValidationError as error:
        fail(" ".join(error.messages))
    out.print(f"{user.email} can log in to “{found.name}” now.")


def _check(email: str, role: str) -> None:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from raabta.workspaces.policy import Role

    if role not in list(Role):
        fail(f"no role is called {role!r}; choose one of {', '.join(Role)}", code=2)
    try:
        validate_email(email)
    except ValidationError:
        fail(f"“{email}” is not an e-mail address", code=2)
