"""`make docs`: the pages that follow from the rulebooks alone, committed under docs/procedures, in both languages.

tests/house/test_generated_docs.py compares what is committed with what the rulebooks say today.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xueji.process.compiled import CompiledProcedure
from xueji.process.drawing import diagram_svg, status_table
from xueji.process.loading import load_rulebook, rulebook_names
from xueji.process.rulebook import CompiledRulebook

HOME = Path(__file__).parents[1] / "docs" / "procedures"
LANGUAGES = ("zh", "en")
_WORDS = {
    "zh": (
        "状态",
        "由谁办理",
        "期限",
        "可以办理",
        "条件",
        "不满足时",
        "怎么办",
        "依据",
        "流程图",
        "已备，尚未开放",
        "本系统自拟",
    ),
    "en": (
        "State",
        "With",
        "Time",
        "Steps",
        "Condition",
        "When it fails",
        "Remedy",
        "Source",
        "Diagram",
        "Prepared, not open yet",
        "ours",
    ),
}


def pages() -> Iterator[tuple[Path, str]]:
    """Every generated page: its path below docs/procedures, and its text."""
    for name in rulebook_names():
        book = load_rulebook(name)
        for procedure in book.procedures.values():
            for language in LANGUAGES:
                stem = Path(name) / f"{procedure.key}.{language}"
                yield stem.with_name(stem.name + ".svg"), diagram_svg(procedure, language)
                yield stem.with_name(stem.name + ".md"), "\n".join(_page(book, procedure, language)) + "\n"


def _page(book: CompiledRulebook, procedure: CompiledProcedure, language: str) -> Iterator[str]:
    state, holder, time, steps, guard, says, mend, source, diagram, prepared, ours = _WORDS[language]
    yield f"# {procedure.title.in_language(language)}"
    yield ""
    yield f"{book.rulebook.title.in_language(language)} · {source}: {procedure.source}"
    if not book.opens(procedure.key):
        yield f"\n*{prepared}*"
    yield f"\n![{diagram}]({procedure.key}.{language}.svg)\n"
    yield f"| {state} | {holder} | {time} | {steps} |"
    yield "|---|---|---|---|"
    for row in status_table(procedure, book.parameters, book.rulebook.in_force_from):
        own = f" ({ours})" if row.ours else ""
        with_whom = (row.holder or row.kind).in_language(language)
        onward = "<br>".join(
            f"{step.label.in_language(language)} → {' / '.join(to.in_language(language) for to in step.to)}"
            for step in row.steps
        )
        yield f"| **{row.label.in_language(language)}**{own} | {with_whom} | {row.clock.in_language(language)} | {onward} |"
    yield f"\n| {guard} | {says} | {mend} | {source} |"
    yield "|---|---|---|---|"
    known = {each.name: each for item in procedure.transitions for each in item.guards}
    for name, each in sorted(known.items()):
        yield f"| `{name}` | {each.says.in_language(language)} | {each.mend.in_language(language)} | {each.source} |"


def main() -> None:
    """Write every page."""
    for path, text in pages():
        target = HOME / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(target.relative_to(HOME.parents[1]))


if __name__ == "__main__":
    main()
