"""The `raabta` command as it is typed: what it prints and its exit codes."""

from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import raabta
from raabta.config import cli
from raabta.workspaces.models import Membership, User, Workspace

# making the database current closes its connection, so no transaction may be open
pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "lantern-and-kettle-9"


@pytest.fixture(scope="module", autouse=True)
def _commands() -> None:
    for name in cli.COMMANDS:
        import_module(f"raabta.config.commands.{name}").register(cli.app)


def typed(*words: str) -> Result:
    return CliRunner().invoke(cli.app, list(words))


def test_the_version_is_told() -> None:
    result = typed("--version")
    assert (result.exit_code, result.output) == (0, f"raabta {raabta.__version__}\n")


def test_every_command_explains_itself() -> None:
    groups = {group.name: group.typer_instance for group in cli.app.registered_groups}
    words = [(one.name or one.callback.__name__,) for one in cli.app.registered_commands]
    words += [(name, one.name) for name, app in groups.items() for one in app.registered_commands]
    assert ("campaign", "send") in words
    for command in words:
        result = typed(*command, "--help")
        assert result.exit_code == 0, command
        assert "Usage" in result.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("user", "create", "nobody", "--password", PASSWORD), "not an e-mail address"),
        (("user", "create", "a@b.example", "--role", "king", "--password", PASSWORD), "choose one"),
        (("import", "/nowhere.csv"), "there is no file"),
        (("restore", "/nowhere.zip"), "there is no file"),
        (("import", __file__, "--to", "people"), "customers, order_lines"),
        (("audience", "count", "Nobody"), "no audience is called"),
        (("audience", "count", "Nobody", "--workspace", "Atlantis"), "no workspace is called"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_why(
    workspace: Workspace, words: tuple[str, ...], said: str
) -> None:
    result = typed(*words)
    assert result.exit_code == 2, result.output
    assert said in " ".join(result.output.split())
    assert User.objects.count() == 1


def test_a_user_joins_the_workspace_that_is_named(workspace: Workspace) -> None:
    words = ("--workspace", "Shop", "--role", "analyst", "--password", PASSWORD)
    assert typed("user", "create", "ana@shop.example", *words).exit_code == 0
    made = Membership.objects.get(user__email="ana@shop.example")
    assert (made.workspace, made.role) == (workspace, "analyst")
    assert typed("user", "create", "ana@shop.example", *words).exit_code == 1


def test_a_file_is_imported_and_told(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("email\nada@shop.example\nnobody\n")
    result = typed("import", str(file))
    assert result.exit_code == 0
    assert "1 created" in " ".join(result.output.split())
    assert "rejected rows and their reasons" in " ".join(result.output.split())
