"""The worker process: runs what was enqueued, and what the schedule asks for."""

from __future__ import annotations

import os

import django
from django.core.management import call_command

from xueji.server.serving.parent import end_with_parent


def main() -> None:
    """Work until told to end."""
    end_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xueji.server.settings")
    django.setup()
    call_command("procrastinate", "worker")


if __name__ == "__main__":
    main()
