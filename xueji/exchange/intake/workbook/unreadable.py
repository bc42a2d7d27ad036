"""The answer of the child process when a file breaks a rule; the parent puts it into words."""

from __future__ import annotations


class UnreadableError(Exception):
    """A rule of `refusals` that the file breaks, with the details for its sentence."""

    def __init__(self, rule: str, **details: object) -> None:
        """Keep the rule and its details."""
        super().__init__(rule)
        self.rule = rule
        self.details = details
