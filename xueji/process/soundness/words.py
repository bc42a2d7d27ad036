"""Does every sentence stand in both languages, and does every condition say where it is written and what mends it?"""

from __future__ import annotations

from collections.abc import Iterator

from xueji.process.compiled import CompiledProcedure
from xueji.process.guards import Guard
from xueji.process.notation import Ask, Asked, Proof
from xueji.process.soundness.fault import Fault
from xueji.vocabulary.text import Text


def guard_faults(where: str, guard: Guard) -> Iterator[Fault]:
    """Find what a condition fails to say."""
    here = f"{where}/{guard.name}"
    if not guard.source.strip():
        yield Fault(here, "guard_without_source", Text("条件没有出处", "The condition names no source"))
    if not _complete(guard.says) or (guard.unknown_says is not None and not _complete(guard.unknown_says)):
        yield Fault(here, "guard_without_says", Text("条件缺少说明", "The condition lacks its sentence in a language"))
    if guard.warns and guard.marks:
        says = Text("提醒不会拒绝办理，不能附带操作", "A warning never refuses, so its deeds would never be done")
        yield Fault(here, "warning_with_deeds", says)
    if not _complete(guard.mend):
        yield Fault(here, "guard_without_mend", Text("条件缺少办法", "The condition lacks its remedy in a language"))


def text_faults(procedure: CompiledProcedure) -> Iterator[Fault]:
    """Find every title or label without one of its languages, and guards asked of papers that say too little."""
    for where, text in _texts(procedure):
        if not _complete(text):
            says = Text(f"缺少一种语言：{text!r}", f"Not in both languages: {text!r}")
            yield Fault(f"{procedure.key}/{where}", "text_without_language", says)


def _complete(text: Text) -> bool:
    return bool(text.zh.strip()) and bool(text.en.strip())


def _texts(procedure: CompiledProcedure) -> Iterator[tuple[str, Text]]:
    yield "title", procedure.title
    for key, state in procedure.states.items():
        yield key, state.label
        for text in (state.note, state.no_clock_because):
            if text is not None:
                yield key, text
    for item in procedure.transitions:
        where = f"{item.frm or '-'}/{item.event}"
        yield where, item.label
        if item.result is not None:
            yield where, item.result
        for asked in item.asks:
            yield from _asked_texts(where, asked)
    for axis in procedure.axes:
        yield axis.key, axis.label
        for code, label in axis.values:
            yield f"{axis.key}/{code}", label


def _asked_texts(where: str, asked: Asked) -> Iterator[tuple[str, Text]]:
    yield f"{where}/{asked.key}", asked.label
    if isinstance(asked, Ask) and isinstance(asked.choices, tuple):
        for code, label in asked.choices:
            yield f"{where}/{asked.key}/{code}", label
    if isinstance(asked, Proof) and asked.when is not None:
        yield f"{where}/{asked.key}/when", asked.when.says
        yield f"{where}/{asked.key}/when", asked.when.mend
