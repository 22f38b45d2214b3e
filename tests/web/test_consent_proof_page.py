import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from raabta.customers.models import ConsentRecord, Customer
from raabta.customers.services.consent import Answer, record_consent
from raabta.customers.services.people import create_customer
from raabta.kernel import jobs
from raabta.kernel.models import Job
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace

URL = "/settings/consent-proof/"


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path


@pytest.fixture
def zainab(workspace: Workspace) -> Customer:
    made = create_customer(workspace=workspace, actor=SYSTEM, values={"first_name": "Zainab"})
    answer = Answer(made.pk, "marketing", "email", "granted", "form", evidence="Signed")
    record_consent(workspace=workspace, actor=SYSTEM, answer=answer)
    return made


def read(page: Client, url: str) -> str:
    return re.sub("</?bdi>", "", page.get(url).content.decode())


def forge(customer: Customer) -> None:
    line = ConsentRecord.objects.get(customer=customer)
    ConsentRecord.objects.filter(customer=customer).erase()  # type: ignore[attr-defined]
    line.evidence, line._state.adding = "Forged", True
    line.save()


def test_the_page_tells_how_many_lines_are_verified(page: Client, zainab: Customer) -> None:
    assert "Not verified yet" in read(page, URL)
    page.post(URL + "new")
    page.post(URL + "new")  # one at a time
    assert Job.objects.filter(kind="customers.verify_consents").count() == 1
    assert jobs.run_next([jobs.DEFAULT])
    shown = read(page, URL)
    assert "1 line verified." in shown
    assert "all are as they were written" in shown


def test_the_page_names_whose_line_was_altered(page: Client, zainab: Customer) -> None:
    forge(zainab)
    page.post(URL + "new")
    assert jobs.run_next([jobs.DEFAULT])
    shown = read(page, URL)
    assert "The consent ledger of 1 customer was altered" in shown
    assert "Zainab" in shown
    assert "Line 1 was changed." in shown


def test_a_persons_ledger_tells_whether_it_is_whole(page: Client, zainab: Customer) -> None:
    ledger = f"/customers/{zainab.pk}/consents"
    assert "1 line verified." in read(page, ledger)
    forge(zainab)
    shown = read(page, ledger)
    assert "This ledger was altered" in shown
    assert "Line 1 was changed." in shown
