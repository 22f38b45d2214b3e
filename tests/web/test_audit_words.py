"""Details of the audit trail are told in words, not in names of columns."""

import pytest
from django.utils.translation import override

from raabta.web.workspaces.audit_words import detail_words


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        (
            {"fields": ["budget_minor", "goal_metric", "goal_target"]},
            [("Changed", "Budget, Goal")],
        ),
        (
            {"before": "analyst", "after": "admin"},
            [("Role", "Analyst (read only) → Administrator")],
        ),
        (
            {"language": {"before": "", "after": "ur"}, "job": 7},
            [("Language", "— → ur")],
        ),
        ({"restored": 0, "skipped": {}}, [("Put back", "0"), ("Left as they were", "—")]),
        ({"is_actual": False, "plug_in": "x"}, [("Spent", "No"), ("plug in", "x")]),
    ],
)
def test_details_read_as_words(detail: dict[str, object], words: list[tuple[str, str]]) -> None:
    assert detail_words(detail) == words


def test_details_speak_the_readers_language() -> None:
    with override("ur"):
        assert detail_words({"rows": 3, "is_actual": True}) == [("قطاریں", "3"), ("خرچ", "ہاں")]
