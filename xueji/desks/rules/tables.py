"""The tables of a help page, from what the process room says of a procedure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from xueji.desks.design.filters import in_words
from xueji.desks.design.parts import Cell, Column, Fact, Row, Tag
from xueji.process.drawing.help import Help, MayOf
from xueji.vocabulary.office_acts import office_act_titles
from xueji.vocabulary.parties import Role
from xueji.vocabulary.text import Text

Table = tuple[list[Column], list[Row]]


def way_table(told: Help) -> Table:
    """The decision table: for which cases, who decides in turn."""
    columns = [
        Column("name", _("行")),
        *(Column(f"axis{place}", axis) for place, axis in enumerate(told.axes)),
        Column("chain", _("依次审核")),
        Column("informed", _("备案")),
        Column("source", _("依据"), on_phone=False),
    ]
    rows = []
    for way in told.ways:
        cells = {f"axis{place}": cover for place, cover in enumerate(way.covers)}
        source = Cell(way.source, way.note) if way.note else way.source
        rows.append(
            Row(
                way.name,
                {
                    **cells,
                    "name": way.name,
                    "chain": _chain(way.chain),
                    "informed": _list(way.informed),
                    "source": source,
                },
            )
        )
    return columns, rows


def ask_table(told: Help) -> Table:
    """What each step asks, of whom, and when."""
    columns = [
        Column("step", _("环节")),
        Column("by", _("由谁")),
        Column("what", _("内容")),
        Column("when", _("何时需要")),
    ]
    rows = []
    for place, asked in enumerate(told.asks):
        kind = _("材料") if asked.paper else ""
        when = in_words(asked.only_when) if asked.only_when else (_("必填") if asked.required else _("选填"))
        hidden = _("不向%(who)s公开内容") % {"who": _list(asked.hidden_from)} if asked.hidden_from else ""
        rows.append(
            Row(
                str(place),
                {"step": asked.step, "by": asked.by, "what": Cell(asked.label, kind), "when": Cell(when, hidden)},
            )
        )
    return columns, rows


def state_table(told: Help) -> Table:
    """The status dictionary (S14–S18): what each state means, who has it, how long, and what can happen in it."""
    columns = [
        Column("label", _("状态")),
        Column("holder", _("由谁办理")),
        Column("clock", _("期限")),
        Column("steps", _("可以办理")),
    ]
    rows = []
    for state in told.states:
        onward = [f"{in_words(step.label)} → {_list(step.to, ' / ')}" for step in state.steps]
        label = Cell(state.label, _("本系统自拟")) if state.ours else state.label
        rows.append(
            Row(
                state.key,
                {
                    "label": label,
                    "holder": state.holder or state.kind,
                    "clock": state.clock,
                    "steps": "；".join(onward),
                },
            )
        )
    return columns, rows


def condition_table(told: Help) -> Table:
    """Every condition: when it is asked, what is said when it fails, and what mends it."""
    columns = [
        Column("says", _("不满足时")),
        Column("mend", _("怎么办")),
        Column("asked", _("何时检查")),
        Column("source", _("依据"), on_phone=False),
    ]
    rows = [
        Row(each.rule, {"says": each.says, "mend": each.mend, "asked": each.asked, "source": each.source})
        for each in told.conditions
    ]
    return columns, rows


def period_table(told: Help) -> Table:
    """Every dated number the procedure uses, with its article and how sure we are of it."""
    columns = [
        Column("title", _("参数")),
        Column("since", _("起"), "date"),
        Column("value", _("值")),
        Column("source", _("依据")),
    ]
    rows = [
        Row(
            f"{parameter.name} {value.since}",
            {
                "title": Cell(parameter.title, parameter.name),
                "since": value.since,
                "value": f"{value.value} {_unit(parameter.unit)}",
                "source": Cell(value.source, f"[{value.tag}]"),
            },
        )
        for parameter in told.periods
        for value in parameter.values
    ]
    return columns, rows


def matrix_table(lines: Sequence[MayOf], roles: Sequence[Role]) -> Table:
    """Which post may ever take which step."""
    columns = [Column("step", _("环节")), Column("parties", _("办理方")), *role_columns(roles)]
    rows = [
        Row(
            str(place),
            {"step": line.step, "parties": _list(line.parties), **_marks(line.roles, roles)},
        )
        for place, line in enumerate(lines)
    ]
    return columns, rows


def role_columns(roles: Sequence[Role]) -> list[Column]:
    """One column a post."""
    return [Column(role.value, role.label) for role in roles]


def act_rows(acts: Mapping[str, frozenset[Role]], roles: Sequence[Role]) -> list[Row]:
    """One row an office act, in the order of their names for people."""
    titles = office_act_titles()
    rows = [Row(act, {"act": Cell(titles[act], act), **_marks(holders, roles)}) for act, holders in acts.items()]
    return sorted(rows, key=lambda row: list(titles).index(row.key))


def _marks(holders: frozenset[Role], roles: Sequence[Role]) -> dict[str, object]:
    return {role.value: Tag(_("可以"), "done") if role in holders else "" for role in roles}


def _chain(parties: Sequence[Text]) -> str:
    return " → ".join(str(in_words(party)) for party in parties)


def _list(parties: Sequence[Text], sign: str = "、") -> str:
    return sign.join(str(in_words(party)) for party in parties)


def _unit(unit: str) -> str:
    known = {
        "working_days": _("个工作日"),
        "calendar_days": _("天"),
        "years": _("年"),
        "months": _("个月"),
        "year": _("年起"),
    }
    return known.get(unit, "")


def source_facts() -> list[Fact]:
    """How the sources are written, for somebody who meets S14 or INF for the first time."""
    return [
        Fact("S4、S14 …", _("2015年《中小学电子学籍管理平台》工作培训材料的页码")),
        Fact("NAT-2013", _("教育部《中小学生学籍管理办法》（教基一〔2013〕7号）")),
        Fact("NAT-SYS", _("全国学籍系统的提示代码")),
        Fact("INF", _("规定没有写明，由本系统按惯例拟定，有待主管部门确认")),
        Fact("[SEED] [SRC] [MEM] [INF]", _("数值的可信程度：培训材料、公开资料、一般了解、本系统推断")),
    ]
