"""Files in and out by our own route: who may send, what comes back, whose ticket it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from catalog.means.files import FileStore
from catalog.means.secrecy import digest
from tests.ui.conftest import Served
from tests.ui.server import BATCH, BATCH_ID
from ui import files
from ui.downloads import DOWNLOADS
from ui.session import COOKIE

Enter = Callable[[str], httpx.Client]
CONTENT = "Référence;Prix HT\nA1;3,95\n".encode("cp1252")


@pytest.mark.parametrize("email", ["publisher@centrale.example", "supplier@savon.example"])
def test_a_file_is_kept_by_its_hash_and_leads_back_with_a_ticket(served: Served, signed_in: Enter, email: str) -> None:
    client = signed_in(email)
    answer = client.post("/files", files={"file": ("C:\\tarif é.csv", CONTENT)}, data={"next": "/imports?lot=L1"})
    assert answer.status_code == 303
    where = urlsplit(answer.headers["location"])
    found = {name: values[0] for name, values in parse_qs(where.query).items()}
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    assert (where.path, found["lot"], found["file"], found["name"]) == ("/imports", "L1", sha256, "tarif é.csv")
    assert FileStore(served.home / "files").read(sha256) == CONTENT
    assert found["ticket"] == files._ticket(digest(client.cookies[COOKIE]), sha256, "tarif é.csv")


def test_a_ticket_is_of_one_session(served: Served, signed_in: Enter) -> None:
    sent = {"file": ("a.csv", CONTENT)}
    one = signed_in("publisher@centrale.example").post("/files", files=sent).json()
    other = signed_in("publisher@centrale.example").post("/files", files=sent).json()
    assert one["file"] == other["file"]
    assert one["ticket"] != other["ticket"]


@pytest.mark.parametrize("email", ["buyer@lycee.example", "auditor@centrale.example"])
def test_who_sends_no_files_is_refused(served: Served, signed_in: Enter, email: str) -> None:
    assert signed_in(email).post("/files", files={"file": ("a.csv", CONTENT)}).status_code == 403


def test_a_file_over_the_limit_is_cut_and_nothing_stays(served: Served, signed_in: Enter) -> None:
    client = signed_in("publisher@centrale.example")
    before = {path.name for path in (served.home / "files").rglob("*") if path.is_file()}
    assert client.post("/files", files={"file": ("a.csv", b"x" * (3 << 20) + b"y")}).status_code == 413
    assert client.post("/files", files={"file": ("a.csv", b"x" * (5 << 20))}).status_code == 413
    assert {path.name for path in (served.home / "files").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("form", [{}, {"file": "text"}])
def test_a_form_without_a_file_is_refused(served: Served, signed_in: Enter, form: dict[str, str]) -> None:
    client = signed_in("publisher@centrale.example")
    assert client.post("/files", data=form).status_code == 400
    assert client.post("/files", files={"other": ("a.csv", CONTENT)}).status_code == 400


@pytest.mark.parametrize(("sent", "why"), [(b"x" * (5 << 20), "too_large"), (b"", "none")])
def test_a_browser_is_led_back_to_the_form_that_says_why(signed_in: Enter, sent: bytes, why: str) -> None:
    client = signed_in("publisher@centrale.example")
    came_from = f"{client.base_url}/imports?lot=L1&file=old&ticket=old".replace("//imports", "/imports")
    headers = {"accept": "text/html", "referer": came_from}
    answer = client.post("/files", files={"file": ("a.csv", sent)} if sent else {"x": ("", b"")}, headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/imports?lot=L1&upload={why}")


@pytest.mark.parametrize("referer", ["http://[", "http://x//elsewhere.example/", "//elsewhere.example"])
def test_a_page_it_came_from_that_is_none_of_ours_leads_home(signed_in: Enter, referer: str) -> None:
    headers = {"accept": "text/html", "referer": referer}
    answer = signed_in("publisher@centrale.example").post("/files", files={"x": ("", b"")}, headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?upload=none")


def test_a_body_that_is_no_form_is_refused(served: Served, signed_in: Enter) -> None:
    client = signed_in("publisher@centrale.example")
    headers = {"content-type": "multipart/form-data; boundary=x"}
    assert client.post("/files", content=b"nothing of the kind", headers=headers).status_code == 400


@pytest.mark.parametrize("kind", ["nothing", *DOWNLOADS])
def test_a_file_that_is_not_there_is_not_found(signed_in: Enter, kind: str) -> None:
    client = signed_in("publisher@centrale.example")
    for number in ("1", "x", "-1", "%C2%B2", "9" * 30):
        answer = client.get(f"/files/{kind}/{number}")
        assert (answer.status_code, answer.text) == (404, "not found\n"), number


@pytest.mark.parametrize("email", ["supplier@savon.example", "reviewer@centrale.example", "auditor@centrale.example"])
def test_a_suppliers_file_goes_to_it_and_to_staff_as_an_attachment(signed_in: Enter, email: str) -> None:
    answer = signed_in(email).get(f"/files/batch/{BATCH_ID}")
    assert (answer.status_code, answer.content) == (200, BATCH)
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''tarif%20%C3%A9t%C3%A9.csv"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("email", ["supplier@savon.example", "reviewer@centrale.example"])
def test_a_suppliers_file_comes_back_annotated_as_a_workbook(signed_in: Enter, email: str) -> None:
    answer = signed_in(email).get(f"/files/annotated/{BATCH_ID}?lang=en")
    assert (answer.status_code, answer.content[:4]) == (200, b"PK\x03\x04")
    name = "tarif%20%C3%A9t%C3%A9%20%28annotated%29.xlsx"
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("kind", ["batch", "annotated"])
@pytest.mark.parametrize("email", ["supplier@papier.example", "buyer@lycee.example"])
def test_to_anyone_else_it_is_as_if_there_were_none(signed_in: Enter, email: str, kind: str) -> None:
    client = signed_in(email)
    there, none = client.get(f"/files/{kind}/{BATCH_ID}"), client.get(f"/files/{kind}/{BATCH_ID + 1}")
    assert (there.status_code, there.content, set(there.headers)) == (none.status_code, none.content, set(none.headers))
    assert there.status_code == 404


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("C:\\dir\\tarif.csv", "tarif.csv"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nb.csv", "ab.csv"),
        ("gpj\u202e.csv", "gpj.csv"),
        ("", "fichier"),
        ("x" * 400, "x" * 150),
    ],
)
def test_a_name_is_a_label(name: str, label: str) -> None:
    assert files._label(name) == label
