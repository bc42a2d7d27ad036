"""What is no plain photo and no plain PDF is refused with a reason, and the program that asked lives on."""

from __future__ import annotations

import zlib

import pytest

from tests.papers import PROOF, pdf, photo
from xueji.cases.evidence import unfit
from xueji.cases.evidence.looking import look_at
from xueji.cases.evidence.unfit import MAX_BYTES, UnfitError

SCRIPT = [b"<</S/JavaScript/JS(app.alert(1))>>"]
FORGED = [b"<</S/Java#53cript/JS(app.alert(1))>>"]
PASSWORD = [b"<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>" % (b"a" * 32, b"b" * 32)]
CARRIED = [b"<</Type/Filespec/EF<</F 5 0 R>>>>", b"<</Length 2>>stream\nhi\nendstream"]
BOMB = zlib.compress(bytes(400_000_000), 9)
INFLATED = [b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(BOMB), BOMB)]
ITSELF = [
    b"<</Length 12>>stream\n/F Do /F Do \nendstream",
    b"<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</F 5 0 R>>>>/Length 30>>stream\n"
    + b"/F Do " * 5
    + b"\nendstream",
]
END_OF_A_ZIP = b"PK\x05\x06" + bytes(18)

HOSTILE = {
    "nothing": (b"", "attachment_size"),
    "too long": (PROOF + b" " * MAX_BYTES, "attachment_size"),
    "text": (b"a letter", "attachment_type"),
    "gif": (photo("GIF"), "attachment_type"),
    "zip before a pdf": (b"PK\x03\x04" + PROOF, "attachment_type"),
    "page before a pdf": (b"<html><script>" + PROOF, "attachment_type"),
    "page within a pdf's head": (PROOF.replace(b"%PDF-1.4\n", b"%PDF-1.4\n%<script>\n", 1), "attachment_mixed"),
    "something after a pdf": (PROOF + b"x" * 1_100, "attachment_mixed"),
    "zip after a pdf": (PROOF + END_OF_A_ZIP, "attachment_mixed"),
    "zip after a photo": (photo() + END_OF_A_ZIP, "attachment_mixed"),
    "page within a photo": (photo(comment=b"<SCRIPT>alert(1)</SCRIPT>"), "attachment_mixed"),
    "script": (pdf(catalog=b"/OpenAction 4 0 R", extra=SCRIPT), "attachment_active"),
    "script by another spelling": (pdf(catalog=b"/OpenAction 4 0 R", extra=FORGED), "attachment_active"),
    "launch": (pdf(page=b"/AA<</O<</S/Launch/F(cmd.exe)>>>>"), "attachment_active"),
    "form program": (pdf(catalog=b"/AcroForm<</XFA 4 0 R>>", extra=INFLATED), "attachment_active"),
    "embedded file": (pdf(catalog=b"/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>", extra=CARRIED), "attachment_active"),
    "password": (pdf(trailer=b"/Encrypt 4 0 R/ID[(a)(b)]", extra=PASSWORD), "attachment_encrypted"),
    "truncated pdf": (PROOF[:-40], "attachment_damaged"),
    "pdf of nothing": (b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n", "attachment_damaged"),
    "no page": (pdf(0), "attachment_pages"),
    "too many pages": (pdf(51), "attachment_pages"),
    "truncated photo": (photo(size=(900, 900))[:600], "attachment_damaged"),
    "truncated png": (photo("PNG", size=(900, 900))[:300], "attachment_damaged"),
    "too many pixels": (photo("PNG", size=(9_000, 5_000)), "attachment_pixels"),
    "image bomb": (photo("PNG", size=(30_000, 30_000)), "attachment_pixels"),
    "inflating page": (pdf(page=b"/Contents 4 0 R", extra=INFLATED), "attachment_too_heavy"),
    "page that draws itself": (
        pdf(page=b"/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>", extra=ITSELF),
        "attachment_too_heavy",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name: str) -> None:
    content, rule = HOSTILE[name]
    with pytest.raises(UnfitError) as error:
        look_at(content)
    assert error.value.rule == rule
    assert unfit.in_words(rule)


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xueji.cases.evidence.looking.SECONDS", 1)
    drawing = b"0 0 420 595 re f " * 250_000
    slow = pdf(page=b"/Contents 4 0 R", extra=[b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing)])
    with pytest.raises(UnfitError, match="attachment_too_heavy"):
        look_at(slow)


def test_a_reader_that_breaks_takes_nothing_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xueji.cases.evidence.looking.MEMORY_BYTES", 64 << 20)
    with pytest.raises((UnfitError, RuntimeError)):
        look_at(photo(size=(4_000, 4_000)))
    monkeypatch.undo()
    assert look_at(photo()).pages == 1
