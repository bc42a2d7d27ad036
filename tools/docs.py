"""`make docs`: the pages that follow from the rulebooks alone, committed under docs/procedures, in both languages.

tests/house/test_generated_docs.py compares what is committed with what the rulebooks say today.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xueji.process.drawing import Help, Numbers, diagram_svg, help_of
from xueji.process.loading import load_rulebook, rulebook_names
from xueji.process.rulebook import CompiledRulebook
from xueji.vocabulary.office_acts import office_act_titles
from xueji.vocabulary.parties import Role
from xueji.vocabulary.text import Text

HOME = Path(__file__).parents[1] / "docs" / "procedures"
LANGUAGES = ("zh", "en")
_YES = "●"


class _Words:
    """The headings of the generated pages, in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, zh: str, en: str) -> str:
        return Text(zh, en).in_language(self.language)

    def of(self, text: Text) -> str:
        return text.in_language(self.language).replace("|", "\\|")

    def list(self, texts: tuple[Text, ...], sign: str = "、") -> str:
        return (sign if self.language == "zh" else ", ").join(self.of(text) for text in texts)


def pages() -> Iterator[tuple[Path, str]]:
    """Every generated page: its path below docs/procedures, and its text."""
    for name in rulebook_names():
        book = load_rulebook(name)
        for language in LANGUAGES:
            words = _Words(language)
            yield Path(name) / f"permissions.{language}.md", _text(_permissions(book, words))
            for procedure in book.procedures.values():
                told = help_of(book, procedure, book.rulebook.in_force_from)
                stem = f"{procedure.key}.{language}"
                numbers = Numbers(book.parameters, book.rulebook.in_force_from)
                yield Path(name) / f"{stem}.svg", diagram_svg(procedure, language, numbers)
                yield Path(name) / f"{stem}.md", _text(_page(book, told, stem, words))


def _text(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _page(book: CompiledRulebook, told: Help, stem: str, words: _Words) -> Iterator[str]:
    yield f"# {words.of(told.title)}\n"
    day = book.rulebook.in_force_from.isoformat()
    source, by = words("依据", "Source"), words("申请单位", "Applied for by")
    edition = f"{words.of(book.rulebook.title)} ({day})"
    yield f"{edition} · {source}: {told.source} · {by}: {words.of(told.opened_by)}"
    yield f"\n![{words('流程图', 'Diagram')}]({stem}.svg)"
    yield from _ways(told, words)
    yield from _asks(told, words)
    yield from _states(told, words)
    yield from _conditions(told, words)
    yield from _periods(told, words)
    yield from _matrix(told, words, list(book.rulebook.posts))


def _ways(told: Help, words: _Words) -> Iterator[str]:
    if not told.axes:
        return
    yield f"\n## {words('审核路线', 'Which way a case goes')}\n"
    heads = [words("行", "Row"), *(words.of(axis) for axis in told.axes), words("依次审核", "Reviewed in turn by")]
    yield from _table([*heads, words("备案", "Informed"), words("依据", "Source")])
    for way in told.ways:
        source = f"{way.source} {words.of(way.note)}" if way.note else way.source
        yield _row(
            way.name, *(words.of(cover) for cover in way.covers), words.list(way.chain, " → "),
            words.list(way.informed), source,
        )  # fmt: skip


def _asks(told: Help, words: _Words) -> Iterator[str]:
    yield f"\n## {words('填写内容与材料', 'What is asked')}\n"
    yield from _table(
        [words("环节", "Step"), words("由谁", "Of whom"), words("内容", "What"), words("何时需要", "When")]
    )
    for asked in told.asks:
        kind = words("（材料）", " (paper)") if asked.paper else ""
        when = words.of(asked.only_when) if asked.only_when else words("必填" if asked.required else "选填", "always")
        hidden = words.list(asked.hidden_from)
        unseen = words(f"；不向{hidden}公开内容", f"; not opened to: {hidden}") if hidden else ""
        yield _row(words.of(asked.step), words.of(asked.by), words.of(asked.label) + kind, when + unseen)


def _states(told: Help, words: _Words) -> Iterator[str]:
    yield f"\n## {words('状态说明', 'Status dictionary')}\n"
    yield from _table(
        [words("状态", "State"), words("由谁办理", "With"), words("期限", "Time"), words("可以办理", "Steps")]
    )
    for row in told.states:
        own = words("（本系统自拟）", " (ours)") if row.ours else ""
        onward = "<br>".join(f"{words.of(step.label)} → {words.list(step.to, ' / ')}" for step in row.steps)
        yield _row(f"**{words.of(row.label)}**{own}", words.of(row.holder or row.kind), words.of(row.clock), onward)


def _conditions(told: Help, words: _Words) -> Iterator[str]:
    yield f"\n## {words('条件与办法', 'Conditions and remedies')}\n"
    heads = (words("规则", "Rule"), words("何时检查", "Asked"), words("不满足时", "When it fails"))
    yield from _table([*heads, words("怎么办", "Remedy"), words("依据", "Source")])
    for each in sorted(told.conditions, key=lambda condition: condition.rule):
        yield _row(f"`{each.rule}`", words.of(each.asked), words.of(each.says), words.of(each.mend), each.source)


def _periods(told: Help, words: _Words) -> Iterator[str]:
    yield f"\n## {words('时限与参数', 'Periods and parameters')}\n"
    heads = (words("参数", "Parameter"), words("名称", "Name"), words("起", "From"), words("值", "Value"))
    yield from _table([*heads, words("依据", "Source")])
    for parameter in told.periods:
        for value in parameter.values:
            source = f"{value.source} [{value.tag}]"
            shown = f"{value.value} ({parameter.unit})"
            yield _row(f"`{parameter.name}`", words.of(parameter.title), value.since.isoformat(), shown, source)


def _matrix(told: Help, words: _Words, roles: list[Role]) -> Iterator[str]:
    yield f"\n## {words('岗位权限', 'Who may do what')}\n"
    yield from _table([words("环节", "Step"), words("办理方", "Party"), *(words.of(role.label) for role in roles)])
    for line in told.matrix:
        marks = [_YES if role in line.roles else "" for role in roles]
        yield _row(words.of(line.step), words.list(line.parties), *marks)


def _permissions(book: CompiledRulebook, words: _Words) -> Iterator[str]:
    """Write who may do what in a whole edition: steps of procedures first, then the office acts."""
    roles = list(book.rulebook.posts)
    yield f"# {words('岗位权限表', 'Who may do what')}\n"
    yield words.of(book.rulebook.title)
    for procedure in book.procedures.values():
        yield f"\n## {words.of(procedure.title)}\n"
        told = help_of(book, procedure, book.rulebook.in_force_from)
        yield from list(_matrix(told, words, roles))[1:]
    yield f"\n## {words('办公操作', 'Office acts')}\n"
    yield from _table([words("操作", "Act"), *(words.of(role.label) for role in roles)])
    titles = office_act_titles()
    for act, holders in sorted(book.rulebook.office_acts.items()):
        yield _row(f"{words.of(titles[act])} `{act}`", *(_YES if role in holders else "" for role in roles))


def _table(heads: list[str]) -> Iterator[str]:
    yield _row(*heads)
    yield "|" + "---|" * len(heads)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Write every page, and remove those that no rulebook tells of any more."""
    written = dict(pages())
    for path in HOME.rglob("*"):
        if path.is_file() and path.relative_to(HOME) not in written:
            path.unlink()
    for path, text in written.items():
        target = HOME / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(target.relative_to(HOME.parents[1]))


if __name__ == "__main__":
    main()
