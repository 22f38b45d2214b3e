"""`raabta campaign send`, as it is typed."""

import pytest
import typer
from typer.testing import CliRunner, Result

from raabta.campaigns.models import Campaign
from raabta.config.commands import campaigns
from raabta.workspaces.models import AuditEntry
from tests.campaigns.conftest import Shop
from tests.campaigns.conftest import forgotten as forgotten  # noqa: PLC0414
from tests.campaigns.conftest import shop as shop  # noqa: PLC0414

pytestmark = pytest.mark.django_db


def typed(*words: str, answer: str = "") -> Result:
    app = typer.Typer()
    campaigns.register(app)
    app.callback()(lambda: None)
    return CliRunner().invoke(app, ["campaign", "send", *words], input=answer)


def test_a_draft_is_counted_asked_about_and_launched(shop: Shop) -> None:
    draft = shop.draft()
    result = typed(draft.name, answer="y\n")
    assert result.exit_code == 0, result.output
    assert "40  Will get it" in result.output
    assert "to 40 people?" in result.output
    draft.refresh_from_db()
    assert draft.state == Campaign.State.SCHEDULED
    assert draft.launched_by == "raabta campaign send"
    assert AuditEntry.objects.filter(verb="campaign.launched").count() == 1
    assert typed(draft.name, "--yes").exit_code == 1


@pytest.mark.parametrize("words", [["--check"], []])
def test_nothing_is_launched_by_a_check_or_a_no(shop: Shop, words: list[str]) -> None:
    draft = shop.draft()
    result = typed(draft.name, *words, answer="n\n")
    assert result.exit_code == (0 if words else 1)
    draft.refresh_from_db()
    assert draft.state == Campaign.State.DRAFT


def test_a_draft_with_a_blocking_finding_stays(shop: Shop) -> None:
    draft = shop.draft(template=None)
    result = typed(draft.name, "--yes")
    assert result.exit_code == 1
    assert "checklist blocks" in result.output
    draft.refresh_from_db()
    assert draft.state == Campaign.State.DRAFT


def test_an_unknown_name_is_a_wrong_call(shop: Shop) -> None:
    shop.draft()
    result = typed("Winter", "--yes")
    assert result.exit_code == 2
    assert "there are: Spring sale" in result.output
