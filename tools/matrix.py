"""`python -m tools.matrix`: walk every address as everybody, and write docs/permissions/urls.csv anew.

The walk is tests/house/test_url_matrix.py, which compares the file otherwise. Look at the difference before you commit.
"""

import os
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).parents[1]


def main() -> int:
    """Run the walk with leave to write; the exit code is pytest's."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "tests/house/test_url_matrix.py"]
    return subprocess.run(command, check=False, cwd=HOME, env={**os.environ, "XUEJI_WRITE_MATRIX": "1"}).returncode


if __name__ == "__main__":
    sys.exit(main())
