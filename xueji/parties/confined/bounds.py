"""The child's side: it bounds itself before it looks at what it was given. Needs nothing but the standard library."""

from __future__ import annotations

import resource


def confine(memory_bytes: int, cpu_seconds: int) -> None:
    """Bound memory and time of this very process, and let it write no file; a bound once set cannot be raised again."""
    for what, bound in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        bounded = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(what, (bounded, bounded))
