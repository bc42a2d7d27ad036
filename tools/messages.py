"""`python -m tools.messages`: collect the desks' Chinese texts and compile their English.

Template and view texts are written in Chinese; xueji/desks/locale holds the English. tests/house/test_translations.py
refuses a text without one. The design's own macros keep theirs in xueji/desks/design/locale.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

DESKS = Path(__file__).parents[1] / "xueji" / "desks"
ENGLISH = DESKS / "locale" / "en" / "LC_MESSAGES" / "django.po"
_DESIGN = ENGLISH.parents[3] / "design" / "locale" / "en" / "LC_MESSAGES" / "django.po"
_KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def sources() -> Iterator[tuple[str, Path]]:
    """Every file with texts for people, and how it is read."""
    for path in sorted(DESKS.rglob("*")):
        if "design" in path.parts and path.suffix != ".py":
            continue
        if path.suffix == ".py":
            yield "python", path
        elif path.suffix == ".jinja":
            yield "jinja2", path


def collected() -> Catalog:
    """All texts of the desks, without those the design has translated already."""
    known = {message.id for message in read(_DESIGN) if message.id}
    catalog = Catalog(locale="en", domain="django", fuzzy=False)
    for method, path in sources():
        options = {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "true", "trimmed": "true"}
        for line, message, comments, context in extract_from_file(method, str(path), _KEYWORDS, (), options):
            if message and message not in known:
                place = (str(path.relative_to(DESKS.parents[1])), line)
                catalog.add(message, locations=[place], auto_comments=comments, context=context)
    return catalog


def read(path: Path) -> Catalog:
    """A catalog from disk; an empty one where there is no file yet."""
    if not path.exists():
        return Catalog(locale="en", domain="django")
    with path.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def translated(said: object) -> bool:
    """Whether a text has its English: of a text with a plural, every form."""
    return all(said) if isinstance(said, tuple | list) else bool(said)


def main() -> None:
    """Update the English catalog, keeping what is translated, and compile it."""
    catalog = read(ENGLISH)
    catalog.update(collected(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, catalog, width=118, sort_output=True, omit_header=False, include_lineno=False)
    with ENGLISH.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)
    empty = sum(1 for message in catalog if message.id and not translated(message.string))
    print(f"{len(catalog)} texts, {empty} without English: {ENGLISH.relative_to(DESKS.parents[1])}")


if __name__ == "__main__":
    main()
