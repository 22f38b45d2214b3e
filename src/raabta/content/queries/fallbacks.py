from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from raabta.content.compiling import CompileError
from raabta.content.liquid.environment import LiquidProblem
from raabta.content.models import Template
from raabta.content.rendering import compile_variant, is_empty, people_data, pick_variant
from raabta.workspaces.models import Workspace

SAMPLE = 1_000
FROM_SENDER = frozenset({"unsubscribe_url", "preferences_url", "view_url"})


@dataclass(frozen=True)
class FallbackCount:
    """Of `looked_at` people, how many have an empty value; by variable, most first."""

    looked_at: int
    people: int
    by_variable: tuple[tuple[str, int], ...]


def count_fallbacks(
    workspace: Workspace, template: Template, customer_ids: Iterable[int]
) -> FallbackCount:
    """Looks at up to SAMPLE people, each in the variant that they would get."""
    ids = list(customer_ids)[:SAMPLE]
    data = people_data(workspace, ids)
    counts: Counter[str] = Counter()
    people = 0
    by_language: dict[str, list[tuple[str, ...]]] = {}
    for values in data.values():
        language = values.get("person", {}).get("language", "")
        if language not in by_language:
            by_language[language] = _printed(template, language)
        empty = {".".join(path) for path in by_language[language] if is_empty(values, path)}
        counts.update(empty)
        people += bool(empty)
    return FallbackCount(len(data), people, tuple(counts.most_common()))


def _printed(template: Template, language: str) -> list[tuple[str, ...]]:
    variant = pick_variant(template, language)
    if variant is None:
        return []
    try:
        found = compile_variant(variant).uses
    except (CompileError, LiquidProblem):
        return []
    return [use.path for use in found if use.name not in FROM_SENDER]
