"""Papers that tests hand in: a proof that is fit to be kept, and the pieces to make others from."""

from __future__ import annotations

import io
from collections.abc import Sequence

PAGES = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>")
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]>>"


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1 (the first is the catalog), with a right table of where they stand."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, trailer, table)
    return bytes(out)


def pdf(
    pages: int = 1, catalog: bytes = b"", page: bytes = b"", extra: Sequence[bytes] = (), trailer: bytes = b""
) -> bytes:
    """A PDF of empty pages. `catalog` and `page` are put into those dictionaries; `extra` objects begin at number 4."""
    root = PAGES[0].replace(b">>", catalog + b">>")
    kids = b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b" ".join([b"3 0 R"] * pages))
    return pdf_of([root, kids, PAGE[:-2] + page + b">>", *extra], trailer)


PROOF = pdf()
"""A plain proof."""


def photo(form: str = "JPEG", size: tuple[int, int] = (60, 40), color: str = "steelblue", **how: object) -> bytes:
    """An image of one color."""
    from PIL import Image  # noqa: PLC0415 - most tests hand in no photo

    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, form, **how)
    return out.getvalue()
