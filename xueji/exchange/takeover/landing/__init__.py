"""From verdicts to the register: places first, then children in chunks, each its own transaction; totals at the end."""
