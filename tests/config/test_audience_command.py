"""`raabta audience pull`, `plan` and `apply` as they are typed."""

from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from raabta.audiences.queries import audiences
from raabta.config import cli
from raabta.workspaces.models import AuditEntry, Workspace
from tests.audiences.conftest import Shop, city, inside

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module", autouse=True)
def _command() -> None:
    import_module("raabta.config.commands.audiences").register(cli.app)


@pytest.fixture
def shop(workspace: Workspace) -> Shop:
    made = Shop(workspace, lambda: None)
    lahore = made.audience("Lahore", city("Lahore"))
    made.audience("Rest", inside(lahore.pk, "not_in"))
    return made


def typed(*words: object) -> Result:
    return CliRunner().invoke(cli.app, ["audience", *map(str, words)])


def test_what_was_pulled_changes_nothing(shop: Shop, tmp_path: Path) -> None:
    assert typed("pull", tmp_path).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lahore.yaml", "rest.yaml"]
    planned = typed("plan", tmp_path)
    assert (planned.exit_code, planned.stdout) == (0, "0 to change, 2 as they are\n")
    assert typed("pull", tmp_path).exit_code == 0  # the files do not differ


def test_a_plan_shows_lines_and_applying_makes_them_true(shop: Shop, tmp_path: Path) -> None:
    typed("pull", tmp_path)
    file = tmp_path / "lahore.yaml"
    file.write_text(file.read_text().replace("value: Lahore", "value: Multan"))
    (tmp_path / "rest.yaml").unlink()
    planned = typed("plan", tmp_path, "--remove")
    assert planned.exit_code == 3
    for line in ("~ Lahore", "- Rest", "+    - attribute_text: {field: city, value: Multan}"):
        assert line in planned.stdout
    assert typed("apply", tmp_path, "--remove").exit_code == 1  # nobody said yes
    assert audiences(shop.workspace).count() == 2
    assert typed("apply", tmp_path, "--remove", "--yes").exit_code == 0
    (left,) = audiences(shop.workspace)
    assert left.rule["items"][0]["params"]["value"] == "Multan"
    assert AuditEntry.objects.filter(verb="audience.edited").count() == 1


def test_pulling_writes_over_nothing_unasked(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "lahore.yaml").write_text("mine")
    assert typed("pull", tmp_path).exit_code == 2
    assert (tmp_path / "lahore.yaml").read_text() == "mine"
    assert typed("pull", tmp_path, "--force").exit_code == 0
    assert "name: Lahore" in (tmp_path / "lahore.yaml").read_text()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "holds no file that ends in .yaml"),
        (b"name: X", "x.yaml: Line 1: An audience needs a rule."),
        (b"\xff", "is not written in UTF-8"),
        (b"#" * 300_000, "is larger than 200,000 bytes"),
    ],
)
def test_bad_files_change_nothing(
    shop: Shop, tmp_path: Path, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "x.yaml").write_bytes(content)
    result = typed("apply", tmp_path, "--remove", "--yes")
    assert result.exit_code in {1, 2}
    assert said in " ".join(result.output.split())
    assert audiences(shop.workspace).count() == 2
