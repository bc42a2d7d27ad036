"""A rulebook: one edition of one jurisdiction's regulations, with its levels, posts, numbers and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from xueji.process.compiled import CompiledProcedure
from xueji.process.compiler import compile_procedure
from xueji.process.notation import Procedure
from xueji.process.parameters import Parameters
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.text import Text


@dataclass(frozen=True, eq=False)
class Rulebook:
    """One edition, as written.

    ``levels`` names the offices of the jurisdiction from the top down; ``posts`` says at which level each role sits;
    ``deciding`` are the roles that act for their office in procedures (the others only have office acts);
    ``prepared`` names procedures that are compiled and checked but not opened at any desk yet: their deeds and effects
    need not exist. ``term_windows`` names procedures that are applied for around the terms only, each with the
    beginning of its parameters' names. ``exceptions`` says who grants each kind; ``labels`` are the state names the
    source itself uses.
    """

    key: str
    jurisdiction: str
    title: Text
    in_force_from: date
    levels: Mapping[Party, Text]
    posts: Mapping[Role, Party]
    deciding: frozenset[Role]
    procedures: tuple[Procedure, ...]
    parameters: Parameters
    office_acts: Mapping[str, frozenset[Role]]
    exceptions: Mapping[str, Party]
    labels: frozenset[str]
    predecessor: str | None = None
    prepared: frozenset[str] = frozenset()
    term_windows: Mapping[str, str] = field(default_factory=dict)
    outside: frozenset[Party] = field(
        default=frozenset({Party.ADMISSIONS, Party.CLOCK, Party.GUARDIAN, Party.NATIONAL_SYSTEM})
    )


@dataclass(frozen=True, eq=False)
class CompiledRulebook:
    """One edition, compiled; what the rest of the registry works with."""

    rulebook: Rulebook
    procedures: Mapping[str, CompiledProcedure]

    @property
    def key(self) -> str:
        """Name of the edition."""
        return self.rulebook.key

    def opens(self, key: str) -> bool:
        """Is this procedure opened at desks, or only prepared?"""
        return key in self.procedures and key not in self.rulebook.prepared

    @property
    def parameters(self) -> Parameters:
        """The edition's parameters."""
        return self.rulebook.parameters

    def procedure(self, key: str) -> CompiledProcedure:
        """Find a procedure by key; raise ``KeyError`` for one that this edition does not have."""
        return self.procedures[key]

    def roles_of(self, party: Party) -> frozenset[Role]:
        """Find the roles that act for a party in procedures."""
        level = level_of(party)
        return frozenset(role for role, at in self.rulebook.posts.items() if at is level) & self.rulebook.deciding

    def may(self, role: Role, act: str) -> bool:
        """May this role ever do this office act? Nobody may do an act that is not listed."""
        return role in self.rulebook.office_acts.get(act, frozenset())


def compile_rulebook(rulebook: Rulebook) -> CompiledRulebook:
    """Compile every procedure of an edition."""
    compiled = {item.key: compile_procedure(item, rulebook.parameters) for item in rulebook.procedures}
    return CompiledRulebook(rulebook, compiled)


def revise(procedure: Procedure, **changes: object) -> Procedure:
    """Start a procedure of a new edition from its predecessor; raise ``TypeError`` for a field it does not have."""
    return replace(procedure, **changes)  # type: ignore[arg-type]


def level_of(party: Party) -> Party:
    """Find the level at which a party of a procedure sits: a receiving school is a school."""
    return _LEVELS.get(party, party)


_LEVELS = {
    Party.RECEIVING_SCHOOL: Party.SCHOOL,
    Party.SENDING_SCHOOL: Party.SCHOOL,
    Party.RECEIVING_DISTRICT: Party.DISTRICT,
    Party.SENDING_DISTRICT: Party.DISTRICT,
}
