"""The Jinja environment of the desks, named in the settings as TEMPLATES["OPTIONS"]["environment"]."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from xueji.desks.design.cells import cell, cells
from xueji.desks.design.filters import FILTERS, in_words, language
from xueji.desks.design.frame import Frame, NavItem
from xueji.desks.design.parts import EVERY_PART

PRINT_LENGTH = 12


def url(name: str, *args: object, query: Mapping[str, object] | None = None, **kwargs: object) -> str:
    """Return the address of a view; `query` is added behind it, values that are None or "" left out."""
    address = reverse(name, args=args or None, kwargs=kwargs or None)
    asked = {key: value for key, value in (query or {}).items() if value not in (None, "")}
    return f"{address}?{urlencode(asked, doseq=True)}" if asked else address


@cache
def static_address(path: str) -> str:
    """Return the address of a static file with a print of its content, so that it may be cached for ever."""
    found = finders.find(path)
    if found is None:
        message = f"static file {path!r} is not in the package"
        raise FileNotFoundError(message)
    content = Path(str(found)).read_bytes()
    return f"{static(path)}?v={hashlib.sha256(content).hexdigest()[:PRINT_LENGTH]}"


def environment(**options: Any) -> Environment:
    """Return the environment: strict about unknown names, escaping everything, speaking the reader's language."""
    options.update(undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    desk = Environment(extensions=["jinja2.ext.i18n"], finalize=in_words, **options)  # noqa: S701 - autoescape is set above
    desk.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    desk.filters.update(FILTERS, cell=cell, cells=cells)
    desk.globals.update(
        url=url,
        static=static_address,
        language=language,
        frame=Frame(),
        NavItem=NavItem,
        messages=(),
        **{part.__name__: part for part in EVERY_PART},
    )
    return desk
