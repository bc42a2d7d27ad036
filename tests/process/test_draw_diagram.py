import re
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest

from tests.process.loans import loan, purchase
from xueji.process.compiled import CompiledProcedure
from xueji.process.drawing import diagram_svg
from xueji.process.drawing.graph import draw_up
from xueji.process.drawing.layout import BOX_GAP, plan
from xueji.process.drawing.lettering import width_of, wrapped
from xueji.process.loading import load_rulebook

SVG = "{http://www.w3.org/2000/svg}"
SIZES = {"t": 14.0, "s": 11.0, "l": 12.0}


def procedures() -> list[CompiledProcedure]:
    books = [load_rulebook(name) for name in ("beijing_2015", "lanting")]
    return [loan(), purchase(), *(item for book in books for item in book.procedures.values())]


def text_boxes(svg: str) -> list[tuple[str, float, float, float, float]]:
    boxes = []
    for text in ET.fromstring(svg).iter(f"{SVG}text"):  # noqa: S314 - our own drawing
        size = SIZES[text.attrib["class"]]
        width = width_of(text.text or "", size)
        left = float(text.attrib["x"]) - (width / 2 if text.attrib.get("text-anchor") == "middle" else 0)
        bottom = float(text.attrib["y"])
        boxes.append((text.text or "", left, bottom - size * 0.8, left + width, bottom))
    return boxes


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_lies_over_another(language: str) -> None:
    for procedure in procedures():
        for one, two in combinations(text_boxes(diagram_svg(procedure, language)), 2):
            apart = one[3] <= two[1] or two[3] <= one[1] or one[4] <= two[2] or two[4] <= one[2]
            assert apart, (procedure.key, one, two)


def test_every_state_and_every_event_is_in_the_picture() -> None:
    for procedure in procedures():
        picture = "".join(text for text, *_ in text_boxes(diagram_svg(procedure, "zh")))
        words = {state.label.zh for state in procedure.states.values()}
        words |= {item.label.zh for item in procedure.transitions if not item.takes_back}
        assert [word for word in words if word.replace(" ", "") not in picture.replace(" ", "")] == []


def test_no_box_lies_over_another() -> None:
    for procedure in procedures():
        laid = plan(draw_up(procedure, "zh"))
        for column in laid.columns:
            boxes = [laid.places[key] for key in column if laid.places[key].box is not None]
            for upper, lower in pairwise(boxes):
                assert upper.y + upper.height + BOX_GAP <= lower.y + 0.01


def test_every_arrow_ends_in_one_head() -> None:
    graph = draw_up(loan(), "zh")
    assert diagram_svg(loan(), "zh").count('class="head"') == len(graph.arrows)


def test_a_step_back_is_drawn_dashed() -> None:
    beijing = load_rulebook("beijing_2015")
    assert 'class="back"' in diagram_svg(beijing.procedure("entry_registration"), "zh")
    assert 'class="back"' not in diagram_svg(purchase(), "zh")


def test_an_event_of_every_open_state_is_drawn_once() -> None:
    picture = diagram_svg(load_rulebook("beijing_2015").procedure("entry_registration"), "zh")
    assert picture.count("撤回录取") == 1
    assert "任一在办状态" in picture


def test_an_event_that_stays_is_written_in_its_box() -> None:
    assert "↻ 中文look" in diagram_svg(loan(), "zh")


def test_rows_of_the_route_are_named_where_they_part() -> None:
    picture = diagram_svg(purchase(), "en")
    assert re.search(r"Approve \(novel,? ?", picture)


def test_the_picture_has_a_name_in_the_language_asked_for() -> None:
    picture = ET.fromstring(diagram_svg(loan(), "en"))  # noqa: S314 - our own drawing
    assert picture.attrib["aria-label"] == "English loan"


def test_a_long_text_is_broken_where_it_does_not_fit() -> None:
    assert wrapped("一二三四五六", 48, 12) == ["一二三四", "五六"]
    assert wrapped("one two three", 60, 12) == ["one two", "three"]
    assert wrapped("学校，区县", 24, 12) == ["学校，", "区县"]
    assert wrapped("", 24, 12) == []
