"""`make bench`: print every figure; exit code 1 if one is not reached."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figures import Figure, load

PARTS = ("imports", "assignment", "pages", "reviews", "takeover", "exchange", "duplicates")
STUDENTS = "XUEJI_BENCH_STUDENTS"


def figures_of(part: str) -> list[Figure]:
    """Measure one part in a process and a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="xueji-bench-") as folder:
        # For root, PostgreSQL runs as another user: its files stay in this folder only if that user may pass into it.
        Path(folder).chmod(0o755)
        command = [sys.executable, "-m", "bench.part", part, folder]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return load(done.stdout.splitlines()[-1])


def main(arguments: list[str]) -> int:
    """Measure the parts asked for, or all of them; `--students N` says how many records the scan for doubles reads."""
    chosen = list(arguments)
    if "--students" in chosen:
        place = chosen.index("--students")
        os.environ[STUDENTS] = chosen[place + 1]
        del chosen[place : place + 2]
    unknown = sorted(set(chosen) - set(PARTS))
    if unknown:
        print(f"unknown part: {', '.join(unknown)}; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    found = []
    for part in chosen or PARTS:
        print(f"— {part}", flush=True)
        for figure in figures_of(part):
            print(figure.line, flush=True)
            found.append(figure)
    load, _, _ = os.getloadavg()
    print(f"load {load:.1f} on {os.cpu_count()} cores: other work on the machine lengthens what is not a ratio")
    failed = sum(not figure.passes for figure in found)
    print(f"{len(found) - failed} of {len(found)} figures reached")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
