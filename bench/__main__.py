"""`make bench`: every figure is a ratio of two times taken in this run, so that machines may differ."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SMALL, LARGE = 20_000, 200_000
REACH_IMPORT, REACH_PAGES = 4.0, 1.5


def part(name: str, *arguments: str) -> dict[str, Any]:
    """Run one part in a process and a data folder of its own; answer what it measured."""
    with tempfile.TemporaryDirectory(prefix="xueji-bench-") as folder:
        command = [sys.executable, "-m", f"bench.{name}", folder, *arguments]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def say(what: str, ratio: float, reach: float, detail: str) -> bool:
    """Print one line of the result."""
    good = ratio <= reach
    print(f"{'✓' if good else '✗'} {what}: {ratio:.2f}× (reach ≤ {reach}×)   {detail}")
    return good


def main() -> int:
    """Measure everything; 1 when something does not reach its figure."""
    good = True
    landed = part("imports", "20000")
    base = landed["copy_s"] + landed["read_s"]
    detail = "import {import_s:.1f} s · COPY {copy_s:.2f} s · bare read {read_s:.2f} s · {rows} rows × {columns} columns"
    good &= say("import xlsx → committed", landed["import_s"] / base, REACH_IMPORT, detail.format(**landed))
    dealt = part("assignment")
    print(f"  automatic assignment of {dealt['children']} children: proposal {dealt['deal_s']:.2f} s, "
          f"through the door {dealt['assign_s']:.2f} s ({dealt['children'] / dealt['assign_s']:.0f}/s)")
    small, large = part("pages", str(SMALL)), part("pages", str(LARGE))
    print(f"  seeding {LARGE} children: {large['seed_s']:.0f} s")
    for name, before in small["pages"].items():
        after = large["pages"][name]
        detail = f"{before:.1f} ms at {SMALL}, {after:.1f} ms at {LARGE}"
        good &= say(name, after / before, REACH_PAGES, detail)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
