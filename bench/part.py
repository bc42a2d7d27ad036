"""`python -m bench.part NAME FOLDER`: one part in a process of its own; its figures are the last line it prints."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from bench.figures import dump
from bench.house import fresh_house

if __name__ == "__main__":
    _, name, folder = sys.argv
    with fresh_house(Path(folder)) as house:
        # Parts use Django, which is ready only now.
        print(dump(importlib.import_module(f"bench.parts.{name}").measure(house)), flush=True)
