"""The machine: Python, time zone, disk, working calendar."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from xueji.server.doctor.findings import Finding
from xueji.vocabulary.calendar.working_days import national_calendar
from xueji.vocabulary.text import Text

_OLDEST_PYTHON = (3, 11)
_ZONE = "Asia/Shanghai"
_NEEDED_BYTES = 2 * 1024**3


def machine(data: Path) -> Iterator[Finding]:
    """Look at what the program needs from the machine itself."""
    yield _python()
    yield _zone()
    yield _disk(data)
    yield _calendar()


def _python() -> Finding:
    fits = sys.version_info >= _OLDEST_PYTHON
    mend = Text("请安装 Python 3.11 或更新版本。", "Install Python 3.11 or later.")
    return Finding(Text("Python", ""), platform.python_version(), None if fits else mend)


def _zone() -> Finding:
    subject = Text("时区", "time zone")
    try:
        now = datetime.now(ZoneInfo(_ZONE))
    except ZoneInfoNotFoundError:
        return Finding(subject, f"{_ZONE} ✗", Text("请执行 pip install tzdata。", "Run pip install tzdata."))
    return Finding(subject, f"{_ZONE}, {now:%Y-%m-%d %H:%M}")


def _disk(data: Path) -> Finding:
    existing = next(each for each in (data, *data.parents) if each.exists())
    free = shutil.disk_usage(existing).free
    mend = Text("请腾出至少 2 GB 磁盘空间。", "Free at least 2 GB of disk.")
    found = f"{free / 1024**3:.1f} GB ({existing})"
    return Finding(Text("可用磁盘", "free disk"), found, None if free >= _NEEDED_BYTES else mend)


def _calendar() -> Finding:
    year = datetime.now(ZoneInfo("UTC")).year
    known = national_calendar().years
    mend = Text(
        "请升级程序，或由市级管理员在校历中录入 {year} 年的放假与调休。",
        "Upgrade the program, or let the city enter the holidays and make-up days of {year} in its calendar.",
    ).format(year=year)
    found = f"{min(known)}–{max(known)}"
    known_year = None if year in known else mend
    # A training city stands in a year of its own, and a real one can enter its days: not knowing stops nobody.
    return Finding(Text("工作日历", "working-day calendar"), found, known_year, needed=False)
