"""A rule as YAML in which every value is a word: `no` and `007` stay what they are."""

import textwrap
from typing import Any

import yaml
from django.utils.text import slugify

from raabta.audiences.condition import References
from raabta.audiences.moving import moved
from raabta.audiences.rules import Match

WIDTH = 100


class _Words(yaml.SafeDumper):
    """Reads no type out of a word, so it needs no quotation marks around one either."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        super().increase_indent(flow, indentless=False)


class _Inline(dict[str, Any]):
    """Written on one line."""


_Words.add_representer(
    _Inline,
    lambda dumper, data: dumper.represent_mapping(
        "tag:yaml.org,2002:map", data.items(), flow_style=True
    ),
)


def write(
    *, name: str, description: str, rule: dict[str, Any], sentence: str, there: References
) -> str:
    """The file of an audience; its sentence stands above as a comment."""
    document: dict[str, Any] = {"name": name}
    if description:
        document["description"] = description
    document["rule"] = _group(moved(rule, there))
    return f"{_comment(sentence)}\n{_dumped(document)}"


def write_rule(rule: dict[str, Any], there: References) -> str:
    """A group or condition alone, as it is copied and pasted."""
    return _dumped(_item(moved(rule, there)))


def file_name(name: str, taken: set[str]) -> str:
    """Such as "lapsed-regulars.yaml"; a number follows when that is taken."""
    stem = slugify(name, allow_unicode=True)[:80] or "audience"
    found, number = f"{stem}.yaml", 2
    while found in taken:
        found, number = f"{stem}-{number}.yaml", number + 1
    return found


def _dumped(data: Any) -> str:
    return str(
        yaml.dump(
            data,
            Dumper=_Words,
            allow_unicode=True,
            sort_keys=False,
            default_flow_style=False,
            width=WIDTH,
        )
    )


def _comment(sentence: str) -> str:
    return "\n".join(f"# {line}" for line in textwrap.wrap(sentence, WIDTH - 2))


def _item(item: dict[str, Any]) -> dict[str, Any]:
    if "match" in item:
        return _group(item)
    return {item["key"]: _Inline(_plain(item["params"]))}


def _group(rule: dict[str, Any]) -> dict[str, Any]:
    match = rule.get("match", "all")
    word = f"at least {rule.get('least', 1)}" if match == Match.SOME else match
    return {word: [_item(item) for item in rule.get("items", [])]}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return _Inline({key: _plain(one) for key, one in value.items() if one is not None})
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
