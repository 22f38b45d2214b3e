"""Address books: vCard 2.1, 3.0 and 4.0 of phones and mail programs."""

import json
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from raabta.customers.import_format import SourceRow, detect
from raabta.customers.models import Customer, CustomerTag, Identity, RejectedRow
from raabta.workspaces.models import Workspace
from tests.customers.importing import DATA, counted, received, run

SAMPLES = DATA / "fixtures_vcard" / "ez_vcard" / "io" / "text"
OLD = b"""BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=AE=D8=A7=D9=86;=D8=A7=D8=\r
=A8=D8=B1;;;
TEL;CELL:+92 300 1234567
TEL;WORK;FAX:+92 42 111111
EMAIL;INTERNET:second@x.example
EMAIL;PREF;INTERNET:first@x.example
ORG;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Caf=E9;Sales
PHOTO;JPEG;ENCODING=BASE64:
 /9j/4AAQSkZJRgABAQAAAQABAAD
 AAAA

AGENT:
BEGIN:VCARD
FN:The assistant
END:VCARD
NOTE;ENCODING=QUOTED-PRINTABLE:One=0D=0ATwo
BDAY:19800321
END:VCARD
"""
NEW = rb"""BEGIN:VCARD
VERSION:4.0
UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1
FN:Simon Perreault
N:Perreault;Simon;;;ing. jr,M.Sc.
BDAY:--0203
item1.EMAIL;TYPE=work;PREF=2:late@x.example
item2.EMAIL;PREF=1:early@x.example
TEL;VALUE=uri;TYPE="voice,home":tel:+1-418-656-9254;ext=102
ADR;LABEL="Suite: 1;
 2":;Suite D2-630;2875 Laurier;Quebec;QC;G1V 2M2;Canada
ORG:Viagenie\, inc.;Lab
CATEGORIES:VIP,a\,b
X-SKYPE:simon
PHOTO:data:image/jpeg;base64,MIICajCCAdOgAwIBAgICBEUwDQYJKoZIhvcNAQEFBQAwdz
END:VCARD
"""


def rows(folder: Path, content: bytes) -> list[SourceRow]:
    path = folder / "people"
    path.write_bytes(content)
    found = detect(path, "people.dat")
    assert found.key == "vcard"
    return list(found.rows(path))


def said(row: SourceRow) -> dict[str, str]:
    from raabta.customers.import_formats.vcard import COLUMNS  # noqa: PLC0415

    return {name: cell for name, cell in zip(COLUMNS, row.cells, strict=True) if cell}


def test_an_old_card_is_read_with_its_letters_and_without_its_photo(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, OLD)
    assert row.problem == ""
    assert said(row) == {
        "Given name": "ابر",
        "Family name": "خان",
        "E-mails": "first@x.example; second@x.example",
        "Phones": "+92 300 1234567",
        "Organisation": "Café",
        "Department": "Sales",
        "Note": "One\nTwo",
        "Birthday": "1980-03-21",
    }


def test_a_card_of_today_is_read_with_groups_ranks_and_marks(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, NEW)
    assert said(row) == {
        "vCard UID": "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
        "Formatted name": "Simon Perreault",
        "Given name": "Simon",
        "Family name": "Perreault",
        "E-mails": "early@x.example; late@x.example",
        "Phones": "+1-418-656-9254",
        "Organisation": "Viagenie, inc.",
        "Department": "Lab",
        "Street": "2875 Laurier",
        "City": "Quebec",
        "Region": "QC",
        "Postcode": "G1V 2M2",
        "Country": "Canada",
        "Categories": '["VIP", "a,b"]',
        "Birthday without year": "02-03",
        "Other properties": '{"Skype": "simon"}',
    }


def test_broken_cards_are_rejected_one_by_one_with_their_line(tmp_path: Path) -> None:
    good = b"BEGIN:VCARD\nEMAIL:a@x.example\nNOTE:base64; data: x=\nEND:VCARD\n"
    cards = [
        good,
        b"BEGIN:VCARD\nFN:Open\n",
        good,
        b"BEGIN:VCARD\nno property\nEND:VCARD\n",
        b"BEGIN:VCARD\nNOTE;CHARSET=klingon:x\nEND:VCARD\n",
        b"BEGIN:VCARD\nKIND:group\nFN:All\nEND:VCARD\n",
        b"BEGIN:VCARD\nNOTE:" + b"x" * 600_000 + b"\nEND:VCARD\n",
        good,
    ]
    assert [(row.line, row.problem) for row in rows(tmp_path, b"".join(cards))] == [
        (1, ""), (5, "card_open"), (7, ""), (11, "card_line"), (14, "card_line"),
        (17, "card_nobody"), (21, "card_large"), (24, ""),
    ]  # fmt: skip


def test_a_card_of_a_gigabyte_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "people.vcf"
    with path.open("wb") as file:
        file.write(b"BEGIN:VCARD\nPHOTO;ENCODING=b:")
        for _ in range(40):
            file.write(b"A" * 1_000_000)
        file.write(b"\nEND:VCARD\n")
    tracemalloc.start()
    (row,) = detect(path, "people.vcf").rows(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert row.problem == "card_large"
    assert most < 2_000_000


def test_cards_become_people_without_any_mapping(workspace: Workspace) -> None:
    content = (OLD + NEW + b"BEGIN:VCARD\nFN:Nobody\nEND:VCARD\n").decode()
    row = run(workspace, received(workspace, content, name="book.vcf"))
    assert (row.recognised, counted(row)) == ("vcard", {"created": 2, "rejected": 1})
    simon = Customer.objects.get(external_id="4fbe8971-0bc3-424c-9c26-36c3e1eff6b1")
    assert (simon.email, simon.country, simon.city) == ("early@x.example", "CA", "Quebec")
    assert simon.attributes["birthday_without_year"] == "02-03"
    assert set(CustomerTag.objects.values_list("tag__name", flat=True)) == {"VIP", "a,b"}
    assert Identity.objects.filter(kind="email", customer=simon).count() == 2
    old = Customer.objects.get(email="first@x.example")
    assert (old.phone, old.last_name) == ("+923001234567", "خان")
    assert old.attributes["birthday"] == date(1980, 3, 21).isoformat()
    assert RejectedRow.objects.get().problems == [[-1, "nobody", ""]]


@pytest.mark.parametrize("name", ["ANDROID", "BLACK_BERRY", "EVOLUTION", "GMAIL", "IPHONE",
    "LOTUS_NOTES", "MAC_ADDRESS_BOOK", "MS_OUTLOOK"])  # fmt: skip
def test_real_address_books_are_read_whole(tmp_path: Path, name: str) -> None:
    path = SAMPLES / f"John_Doe_{name}.vcf"
    if not path.exists():
        pytest.skip(f"the shared test data is absent: {path.name}")
    found = rows(tmp_path, path.read_bytes())
    assert [row.problem for row in found] == [""] * (6 if name == "ANDROID" else 1)
    for row in found:
        cells = said(row)
        assert cells.get("Phones") or cells.get("E-mails")
        assert "=\n" not in json.dumps(cells)
        if name != "ANDROID":
            assert "Doe" in cells["Family name"]
