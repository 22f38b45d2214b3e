"""Source priorities over the API."""

from raabta.customers.models import SourceRule
from tests.api.conftest import Program

PATH = "/customers/source-rules"


def test_a_program_sets_reads_and_removes_a_priority(api: Program) -> None:
    made = api.put(f"{PATH}/city", {"sources": ["ui", "import"]})
    assert made.data == {"field": "city", "sources": ["ui", "import"]}
    api.put(f"{PATH}/city", {"sources": ["import"]})
    assert api.get(PATH).data["data"] == [{"field": "city", "sources": ["import"]}]
    assert api.get(f"{PATH}/city").data["sources"] == ["import"]
    assert api.delete(f"{PATH}/city").status_code == 204
    assert api.get(f"{PATH}/city").status_code == 404


def test_unknown_fields_and_sources_are_refused(api: Program) -> None:
    answer = api.put(f"{PATH}/city", {"sources": ["ui", "moon"]})
    assert answer.data["errors"] == [
        {"where": "body.sources.1", "message": "There is no such source."}
    ]
    assert api.put(f"{PATH}/email", {"sources": ["ui"]}).status_code == 422
    assert not SourceRule.objects.exists()
