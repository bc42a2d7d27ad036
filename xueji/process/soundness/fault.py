"""What a soundness check reports."""

from __future__ import annotations

from dataclasses import dataclass

from xueji.process.compiled import CompiledProcedure, Transition
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text


@dataclass(frozen=True)
class Fault:
    """One fault of a rulebook: ``where`` is procedure/state/event, ``rule`` a stable key, ``says`` the sentence."""

    where: str
    rule: str
    says: Text


def place(procedure: CompiledProcedure, item: Transition) -> str:
    """Name a transition for a reader: procedure/state/event, and the row where there is one."""
    row = f" (row {procedure.row(item.row).name})" if item.row is not None else ""
    return f"{procedure.key}/{item.frm or '-'}/{item.event}{row}"


def outside(where: str, party: Party) -> Fault:
    """Report a party that sits at no level of the jurisdiction."""
    says = Text(f"本规则集没有“{party.label.zh}”这一级", f"This edition has no such level: {party.label.en}")
    return Fault(where, "party_outside_levels", says)
