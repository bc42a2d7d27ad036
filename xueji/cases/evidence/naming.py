"""Names of uploaded files, as the sender's machine gave them, made harmless."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 160
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
_KNOWN = re.compile(r"\.(jpe?g|png|pdf)$", re.IGNORECASE)
_FORBIDDEN = frozenset('/\\:*?"<>|')
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Control signs, and those that turn the direction of writing: a name must look like what it is."""


def safe_name(name: str, content_type: str) -> str:
    """The last part of the name, without signs that mean something to a machine, ending as its content does."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in _UNSEEN and sign not in _FORBIDDEN)
    ending = _ENDINGS[content_type]
    found = _KNOWN.search(seen)
    stem = (seen[: found.start()] if found else seen).strip(" .")
    fits = found is not None and found[0].lower().replace("jpeg", "jpg") == ending
    ending = found[0] if found is not None and fits else ending
    return f"{stem[: LONGEST - len(ending)] or '证明材料'}{ending}"
