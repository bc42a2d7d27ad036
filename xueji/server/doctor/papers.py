"""What papers need: a Chinese font and the typesetter; and a browser, for the tests alone."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xueji.server.doctor.findings import Finding
from xueji.vocabulary.text import Text

_FONT_PACKAGE = "noto_cjk_sans_otc"
_FONT_FILE = "NotoSansCJK-Regular.ttc"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def papers() -> Iterator[Finding]:
    """Look at what roster, record card and the browser tests need."""
    font = _font_file()
    subject = Text("中文字体", "Chinese font")
    if font is None:
        mend = Text("请执行 pip install noto-cjk-sans-otc。", "Run pip install noto-cjk-sans-otc.")
        yield Finding(subject, "✗", mend)
    else:
        yield Finding(subject, str(font))
    yield _typesetter(font)
    yield _browser()


def _font_file() -> Path | None:
    spec = importlib.util.find_spec(_FONT_PACKAGE)
    roots = spec.submodule_search_locations if spec and spec.submodule_search_locations else []
    return next((file for root in roots if (file := Path(root) / _FONT_FILE).is_file()), None)


def _typesetter(font: Path | None) -> Finding:
    """Set one rare character in type: a typesetter that starts is not yet one that finds the font."""
    subject = Text("排版程序 typst", "typesetter typst")
    try:
        import typst  # noqa: PLC0415 (its absence is a finding, not a failure)

        page = '#set text(font: "Noto Sans CJK SC", fallback: false)\n王𬍛'.encode()
        folders: Any = [str(font.parent)] if font else []  # typst types bytes and paths as one
        made: object = typst.compile(page, font_paths=folders)
    except (ImportError, OSError, RuntimeError) as error:
        return Finding(subject, str(error), Text("请执行 pip install typst。", "Run pip install typst."))
    works = isinstance(made, bytes) and made.startswith(b"%PDF")
    mend = Text("请重装 typst。", "Reinstall typst.")
    return Finding(subject, importlib.metadata.version("typst") if works else "✗", None if works else mend)


def _browser() -> Finding:
    own = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    found = found or next((str(path) for path in own.glob("chromium-*/chrome-linux*/chrome")), None)
    return Finding(
        Text("浏览器 Chromium（仅测试用）", "(for tests only)"),
        found or "✗",
        None if found else Text("请执行 apt-get install chromium。", "Run apt-get install chromium."),
        needed=False,
    )
