"""The child process that looks at one uploaded file: `python -m xueji.cases.evidence.child MEMORY_BYTES CPU_SECONDS`.

It reads the file from standard input and answers one line of JSON (kind, pages, and the lengths of what follows), then
the cleaned file and its preview. A PDF is kept as it came: nothing is sent back for it but the preview.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from xueji.cases.evidence.unfit import UnfitError, told
from xueji.parties.confined.bounds import confine


def looked_at(content: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    """What the content is, the cleaned content (empty: keep it as it came), and a small JPEG of it (or nothing).

    Raises UnfitError. What it is, is told by its own first bytes, whatever it is called.
    """
    if content.startswith(b"%PDF-"):
        # Imported here: an image needs none of it, and a child lives for one file.
        from xueji.cases.evidence.pdfs import look_at_pdf  # noqa: PLC0415

        pages, preview = look_at_pdf(content)
        return {"type": "application/pdf", "pages": pages}, b"", preview
    from xueji.cases.evidence.images import look_at_image  # noqa: PLC0415

    kind, clean, preview = look_at_image(content)
    return {"type": kind, "pages": 1}, clean, preview


def main() -> None:
    """Answer, or say which rule the file breaks. A crash says nothing, and the parent draws its conclusion."""
    memory_bytes, cpu_seconds = (int(argument) for argument in sys.argv[1:3])
    confine(memory_bytes, cpu_seconds)
    clean = preview = b""
    try:
        head, clean, preview = looked_at(sys.stdin.buffer.read())
    except UnfitError as error:
        head = told(error)
    except (MemoryError, RecursionError):
        head = told(UnfitError("attachment_too_heavy"))
    head |= {"content": len(clean), "preview": len(preview)}
    out = sys.stdout.buffer
    for part in (json.dumps(head).encode(), b"\n", clean, preview):
        out.write(part)
    out.flush()


if __name__ == "__main__":
    main()
