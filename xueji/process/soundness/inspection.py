"""Inspect a whole edition: every fault found at once, each with the place and a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from xueji.process.compiled import CompiledProcedure
from xueji.process.compiler import NotationError
from xueji.process.parameters import ParameterError, ParameterMissingError
from xueji.process.rulebook import CompiledRulebook, Rulebook, compile_rulebook, level_of
from xueji.process.soundness.fault import Fault, outside
from xueji.process.soundness.steps import name_faults, period_faults, state_faults, transition_faults
from xueji.process.soundness.structure import structure_faults
from xueji.process.soundness.words import text_faults
from xueji.vocabulary.text import Text


def check(rulebook: Rulebook, deeds: frozenset[str], effects: frozenset[str]) -> list[Fault]:
    """Find every fault of an edition; an empty list means that it may be used.

    ``deeds`` and ``effects`` are the names that the registry can carry out and deliver.
    """
    try:
        compiled = compile_rulebook(rulebook)
    except (NotationError, ParameterError, ParameterMissingError, LookupError, ValueError) as error:
        says = Text(f"流程文件无法编译：{error}", f"A procedure file cannot be compiled: {error}")
        return [Fault(rulebook.key, "not_compilable", says)]
    faults = list(_rulebook_faults(compiled))
    for procedure in compiled.procedures.values():
        faults.extend(_procedure_faults(rulebook, procedure, deeds, effects))
    return faults


def _procedure_faults(
    rulebook: Rulebook, procedure: CompiledProcedure, deeds: frozenset[str], effects: frozenset[str]
) -> Iterator[Fault]:
    yield from structure_faults(procedure)
    for state in procedure.states.values():
        yield from state_faults(rulebook, procedure, state)
    for item in procedure.transitions:
        yield from transition_faults(rulebook, procedure, item)
        if procedure.key not in rulebook.prepared:
            yield from name_faults(procedure, item, deeds, effects)
    yield from text_faults(procedure)
    for window in procedure.windows:
        yield from period_faults(rulebook, f"{procedure.key}/windows/{window.fact}", window.within)


def _rulebook_faults(compiled: CompiledRulebook) -> Iterator[Fault]:
    rulebook = compiled.rulebook
    for key in sorted(rulebook.prepared - compiled.procedures.keys()):
        says = Text(f"“已备未开”的流程 {key} 不存在", f"The prepared procedure {key} does not exist")
        yield Fault(rulebook.key, "unknown_prepared_procedure", says)
    if len(compiled.procedures) != len(rulebook.procedures):
        says = Text("两个流程用了同一个名称", "Two procedures have the same key")
        yield Fault(rulebook.key, "procedure_twice", says)
    for act, roles in rulebook.office_acts.items():
        unknown = sorted(str(role) for role in roles if role not in rulebook.posts)
        if unknown or not roles:
            says = Text(
                f"办公操作没有岗位，或岗位未在本规则集设置：{unknown}",
                f"The office act has no post, or one that this edition does not have: {unknown}",
            )
            yield Fault(f"office_acts/{act}", "office_act_unknown_role", says)
    for role, level in rulebook.posts.items():
        if level not in rulebook.levels:
            yield outside(f"posts/{role}", level)
    for kind, grantor in rulebook.exceptions.items():
        if grantor not in rulebook.levels:
            yield outside(f"exceptions/{kind}", grantor)
    yield from _level_faults(compiled)


def _level_faults(compiled: CompiledRulebook) -> Iterator[Fault]:
    everything = [item for procedure in compiled.procedures.values() for item in procedure.transitions]
    for level in compiled.rulebook.levels:
        decides = any(level_of(party) is level for item in everything for party in item.by)
        if decides and not compiled.roles_of(level):
            says = Text(f"“{level.label.zh}”没有可以办理的岗位", f"No deciding role sits at: {level.label.en}")
            yield Fault(f"levels/{level}", "level_without_post", says)
