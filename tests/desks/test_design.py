"""The visual language: what every page is built from."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.backends.jinja2 import Jinja2
from django.test import RequestFactory
from django.urls import path
from django.utils import translation
from jinja2 import UndefinedError

from xueji.desks.design import filters
from xueji.desks.design.cells import cell
from xueji.desks.design.frame import Frame, NavItem, PostChoice
from xueji.desks.design.parts import Action, Cell, Column, Link, Row, Tag, Why
from xueji.vocabulary.text import Text

DESIGN = Path(filters.__file__).parent
TEMPLATES = DESIGN / "templates" / "design"
urlpatterns = [path("sign-in", lambda _request: HttpResponse(), name="sign_in")]
VOID = {"meta", "link", "input", "img", "br", "hr", "col"}


class Page(HTMLParser):
    """Every tag of a page with its attributes, and which tags were left open or closed wrongly."""

    def __init__(self, text: str) -> None:
        """Read the page at once."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.crossed: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture
def request_() -> HttpRequest:
    return RequestFactory().get("/")


@pytest.fixture
def frame() -> Frame:
    return Frame(
        account="刘敏",
        office=Text(zh="妫川第一小学", en="Guichuan Primary School No. 1"),
        posts=(PostChoice("1", "妫川第一小学 · 学籍管理员", current=True), PostChoice("2", "妫川第一小学 · 班主任")),
        switch_url="/post",
        city_date=date(2015, 9, 1),
        training=True,
        nav=(NavItem("新生", "/entrants", current=True, count=435, tone="waits"),),
        search_url="/search",
        language_url="/language",
        account_links=(Link("修改密码", "/password"),),
        sign_out_url="/sign-out",
        version="0.1.0",
        rulebook="北京市 2015 版",
    )


@pytest.fixture
def gallery(request_: HttpRequest, frame: Frame) -> str:
    return page_of("design/gallery.jinja", {"frame": frame, "day": date}, request_)


@cache
def engine() -> Jinja2:
    """Give the templates alone: what the desks add to each page (who is signed in) is tested with the desks."""
    options = {"environment": "xueji.desks.design.environment.environment"}
    return Jinja2({"NAME": "design", "DIRS": [DESIGN / "templates"], "APP_DIRS": False, "OPTIONS": options})


def page_of(name: str, context: dict[str, object], request: HttpRequest | None = None) -> str:
    """Render one of the pages of the design."""
    return engine().get_template(name).render(context, request)


def drawn(source: str, request: HttpRequest | None = None, **context: object) -> str:
    """Render a few lines of template as a page would."""
    head = '{% import "design/ui.jinja" as ui with context %}'
    return engine().from_string(head + source).render(context, request)


def test_the_gallery_shows_every_macro() -> None:
    ui = (TEMPLATES / "ui.jinja").read_text()
    names = {name for line in re.findall(r"{% set (.+?) =", ui) for name in line.split(", ")}
    shown = set(re.findall(r"ui\.(\w+)\(", (TEMPLATES / "gallery.jinja").read_text()))
    assert len(names) > 30
    assert names == shown


def test_a_page_has_no_inline_style_or_script(gallery: str) -> None:
    for tag, attributes in Page(gallery).tags:
        assert "style" not in attributes
        assert tag != "style"
        assert not [name for name in attributes if name.startswith(("on", "hx-on"))]
        assert tag != "script" or attributes["src"]


def test_a_page_closes_what_it_opens_and_quotes_no_attribute_twice(gallery: str) -> None:
    page = Page(gallery)
    assert page.crossed == []
    assert page.open == []
    assert [
        value for _, attributes in page.tags for value in attributes.values() if value and value.startswith('"')
    ] == []


def test_no_two_parts_of_a_page_share_an_id(gallery: str) -> None:
    ids = [attributes["id"] for _, attributes in Page(gallery).tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_every_posting_form_carries_the_csrf_token(gallery: str) -> None:
    forms = re.findall(r'<form[^>]*method="post".*?</form>', gallery, re.DOTALL)
    assert len(forms) >= 6
    assert all('name="csrfmiddlewaretoken"' in form for form in forms)


def test_every_field_has_a_label(gallery: str) -> None:
    page = Page(gallery)
    labelled = {attributes["for"] for attributes in page.all("label") if "for" in attributes}
    for attributes in page.all("input", "select", "textarea"):
        if attributes.get("type") not in {"hidden", "checkbox", "radio"}:
            assert attributes["id"] in labelled, attributes


def test_every_file_of_a_page_is_in_the_package_and_named_by_its_content(gallery: str) -> None:
    page = Page(gallery)
    addresses = [a["href"] for a in page.all("link")] + [a["src"] for a in page.all("script", "img")]
    assert len(addresses) >= 8
    for address in addresses:
        found = re.fullmatch(r"/static/(design/[\w.-]+)\?v=[0-9a-f]{12}", address or "")
        assert found, address
        assert finders.find(found[1])


def test_files_of_others_name_their_version() -> None:
    told = (DESIGN / "static" / "design" / "VENDORED.md").read_text()
    bootstrap = (DESIGN / "static" / "design" / "bootstrap.min.css").read_text()
    found = re.search(r"Bootstrap\s+v([\d.]+)", bootstrap)
    assert found
    assert f"| {found[1]} |" in told
    assert "sourceMappingURL" not in bootstrap


@pytest.mark.parametrize(("language", "expected"), [("zh-hans", "跳到正文"), ("en", "Skip to content")])
def test_the_frame_speaks_the_language_of_the_reader(
    request_: HttpRequest, frame: Frame, language: str, expected: str
) -> None:
    with translation.override(language):
        page = page_of("design/gallery.jinja", {"frame": frame, "day": date}, request_)
    assert expected in page
    assert ("Guichuan Primary School No. 1" in page) == (language == "en")


def test_every_sentence_of_the_design_has_its_english() -> None:
    methods = [("**.jinja", "jinja2.ext:babel_extract"), ("**.py", "python")]
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
    found = {
        message if isinstance(message, str) else message[0]
        for _, _, message, _, _ in extract_from_dir(str(DESIGN), methods, {"**.jinja": {"silent": "false"}}, keywords)
    }
    assert "跳到正文" in found
    assert "今天到期" in found
    with translation.override("en"):
        silent = {one for one in found if translation.gettext(one) == one and translation.ngettext(one, one, 2) == one}
    assert silent == set()


def test_the_frame_of_a_stranger_has_no_menu_and_no_search() -> None:
    context = {"title": "找不到", "says": "…", "saved": None, "mend": "", "reasons": (), "links": (), "reference": ""}
    page = Page(page_of("design/problem.jinja", context))
    assert page.all("form", "nav", "details") == []


def test_an_error_says_what_happened_to_the_data() -> None:
    context = {"title": "注册期已过", "says": "…", "mend": "申请补注册", "reasons": (), "links": (), "reference": "A7"}
    assert "没有保存。" in page_of("design/problem.jinja", {**context, "saved": False})
    assert "已保存。" in page_of("design/problem.jinja", {**context, "saved": True})
    silent = page_of("design/problem.jinja", {**context, "saved": None})
    assert "保存。" not in silent


def test_an_unknown_name_in_a_template_is_an_error_and_never_a_blank() -> None:
    with pytest.raises(UndefinedError):
        drawn("{{ nowhere }}")


def test_a_name_with_markup_in_it_stays_a_name() -> None:
    columns, rows = [Column("name", "姓名", "open")], [Row("1", {"name": Cell("<script>x</script>", "<b>")}, "/c/1")]
    page = drawn('{{ ui.data_table(columns, rows, "名单") }}', columns=columns, rows=rows)
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<b>" not in page


def test_a_table_speaks_the_language_of_the_reader_each_time() -> None:
    label = Text(zh="状态", en="State")
    columns, rows = [Column("s", label, "tag")], [Row("1", {"s": Tag(Text(zh="未获取", en="unclaimed"), "late")})]
    for language, heading, word in (
        ("zh-hans", "状态", "未获取"),
        ("en", "State", "unclaimed"),
        ("zh-hans", "状态", "未获取"),
    ):
        with translation.override(language):
            page = drawn('{{ ui.data_table(columns, rows, "名单") }}', columns=columns, rows=rows)
        assert f'data-label="{heading}"' in page
        assert f">{word}</span>" in page


def test_each_kind_of_column_writes_its_values_in_its_own_way() -> None:
    written = {
        "number": (12345, "12,345"),
        "date": (date(2015, 9, 16), "2015-09-16"),
        "moment": (datetime(2015, 9, 15, 18, 5, tzinfo=UTC), "2015-09-16 02:05"),
        "masked": ("110229200803154036", "1102 2920 0803 15••••"),
        "grouped": ("110229200803154036", "1102 2920 0803 1540 36"),
        "left": (9, "还剩 9 个工作日"),
        "text": (None, ""),
    }
    for kind, (value, shown) in written.items():
        assert cell(value, Column("c", "列", kind), Row("1", {})) == shown


def test_a_deed_that_cannot_be_done_says_why_and_sends_nothing() -> None:
    action = Action("注册", value="register", reasons=[Why("计划已满。", "请区县调整计划。", "S7")])
    page = drawn("{{ ui.action_button(action) }}", action=action)
    (button,) = Page(page).all("button")
    assert button["type"] == "button"
    assert button["aria-disabled"] == "true"
    assert "name" not in button
    assert all(text in page for text in ("计划已满。", "请区县调整计划。", "S7"))


def test_a_deed_that_can_be_done_sends_its_name() -> None:
    (button,) = Page(drawn("{{ ui.action_button(a) }}", a=Action("注册", value="register", key="a"))).all("button")
    assert (button["type"], button["name"], button["value"]) == ("submit", "deed", "register")
    assert button["data-key"] == "a"


def test_a_number_is_never_written_in_full_unless_it_was_revealed(request_: HttpRequest) -> None:
    hidden = drawn('{{ ui.masked_number("110229200803154036", "/reveal") }}', request_)
    assert "1102 2920 0803 15••••" in hidden
    assert "4036" not in hidden
    assert "1102 2920 0803 1540 36" in drawn('{{ ui.masked_number("110229200803154036", revealed=true) }}')


def test_a_running_import_asks_for_news_and_a_finished_one_does_not() -> None:
    assert 'hx-get="/news"' in drawn('{{ ui.progress("核对", 1, 2, poll_url="/news") }}')
    assert "hx-get" not in drawn('{{ ui.progress("核对", 2, 2, state="done", poll_url="/news") }}')


def test_a_row_sends_its_key_only_when_it_may_be_picked() -> None:
    rows = [Row("7", {"s": Tag("未获取", "late")}), Row("8", {"s": None}, can_pick=False)]
    page = Page(drawn('{{ ui.data_table([Column("s", "状态")], rows, "名单", batch="b") }}', rows=rows))
    boxes = [box for box in page.all("input") if box.get("name") == "pick"]
    assert [(box["value"], "disabled" in box, box["form"]) for box in boxes] == [("7", False, "b"), ("8", True, "b")]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("110229200803154036", "1102 2920 0803 15••••"),
        ("G110229200803154036", "G 1102 2920 0803 15••••"),
        ("110229080315403", "1102 2908 031••••"),
        ("E12345678", "E 123•••••"),
        ("123", "•••"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_masked_number_hides_its_end(number: str | None, shown: str) -> None:
    assert filters.masked_id(number) == shown


@pytest.mark.parametrize(
    ("left", "zh", "en", "tone"),
    [
        (3, "还剩 3 个工作日", "3 working days left", "waits"),
        (1, "还剩 1 个工作日", "1 working day left", "waits"),
        (0, "今天到期", "due today", "waits"),
        (-2, "逾期 2 个工作日", "2 working days late", "late"),
        (9, "还剩 9 个工作日", "9 working days left", "plain"),
        (None, "", "", "plain"),
    ],
)
def test_days_left_are_said_in_words(left: int | None, zh: str, en: str, tone: str) -> None:
    with translation.override("zh-hans"):
        assert filters.days_left(left) == zh
    with translation.override("en"):
        assert filters.days_left(left) == en
    assert filters.days_tone(left) == tone


def test_a_moment_is_written_in_the_citys_time() -> None:
    late = datetime(2015, 9, 15, 18, 5, tzinfo=UTC)
    assert filters.iso_date(late) == "2015-09-16"
    assert filters.moment(late) == "2015-09-16 02:05"
    assert filters.moment(date(2015, 9, 16)) == "2015-09-16"


def test_the_three_truths_are_known_however_they_are_spelled() -> None:
    assert [filters.truth(one) for one in (True, False, None, "HOLDS", "unknown")] == [
        "holds",
        "fails",
        "unknown",
        "holds",
        "unknown",
    ]


@pytest.mark.urls(__name__)
def test_an_address_leaves_out_empty_questions() -> None:
    page = drawn('{{ url("sign_in", query={"next": "/a b", "page": none, "q": ""}) }}')
    assert page == "/sign-in?next=%2Fa+b"
