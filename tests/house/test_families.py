"""Every member of every open family keeps the same promises."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from pydantic import BaseModel

from raabta.kernel.registry import Registry

SILENT = {"warehouse_tables", "home_cards"}  # what they are is said where they are drawn
ROOT = Path(__file__).resolve().parents[2]


def families() -> list[Registry[Any]]:
    """Every registry that a module of the package holds."""
    found: dict[int, Registry[Any]] = {}
    for path in sorted((ROOT / "src/raabta").rglob("*.py")):
        if "Registry(" not in path.read_text() or path.stem == "registry":
            continue
        parts = path.relative_to(ROOT / "src").with_suffix("").parts
        module = import_module(".".join(parts))
        found |= {
            id(value): value for value in vars(module).values() if isinstance(value, Registry)
        }
    return sorted(found.values(), key=lambda registry: registry.slot)


def members() -> list[tuple[str, str, type[BaseModel]]]:
    return [(family.slot, key, family[key]) for family in families() for key in family]


@pytest.mark.parametrize("family", families(), ids=lambda family: family.slot)
def test_a_family_has_members_and_finds_them_by_folder(family: Registry[Any]) -> None:
    assert list(family), f"{family.slot} is empty"
    apps_paths = [app.name for app in apps.get_app_configs()]
    for member in family.members():
        owner = member.__module__.split(f".{family.slot}")[0]
        assert owner in apps_paths, f"{member.__name__} is not in a {family.slot} folder"


@pytest.mark.parametrize(
    ("slot", "key", "member"), members(), ids=lambda part: part if isinstance(part, str) else ""
)
def test_a_member_has_a_key_and_says_what_it_is(
    slot: str, key: str, member: type[BaseModel]
) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_-]*", key), "keys are lower case words"
    label = str(getattr(member, "label", "")).strip()
    documented = member.__doc__ or import_module(member.__module__).__doc__
    assert label or documented or slot in SILENT, f"{member.__name__} says nothing"
