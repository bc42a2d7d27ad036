"""A child from another province at the desks: the form that describes it, its case everywhere a case is listed."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desks.cases.officers import case_now, events, page, press, sitting, sitting_as
from tests.desks.cases.test_list_cases import rows
from tests.newcomers import ARRIVAL, bring, described, nation_says
from tests.papers import PROOF
from tests.pupils import Schools, clerk, decide
from tests.small_city import SmallCity, everything
from xueji.cases.models import Case
from xueji.parties.rulebook import rulebook_in_force
from xueji.process.notation import Proof
from xueji.records.models import Entrant

FORM = f"/cases/new/{ARRIVAL}"


def brought(city: SmallCity, schools: Schools, **child: Any) -> Case:
    """An open case about a child that comes to the far primary school."""
    outcome = bring(schools.far_primary, clerk(city, schools.far_primary), **child)
    assert outcome.taken, [reason.rule for reason in outcome.reasons]
    return case_now(outcome.case_id)


def sent(**changes: Any) -> dict[str, Any]:
    """What the form sends when everything is filled in, with a paper for each proof."""
    told: dict[str, Any] = {**described(), "reason_code": "", "batch": str(uuid4())}
    for asked in rulebook_in_force().procedure(ARRIVAL).asks:
        if isinstance(asked, Proof):
            told[asked.key] = SimpleUploadedFile("户口簿.pdf", PROOF, "application/pdf")
        elif asked.key == "reason_code":
            told[asked.key] = asked.choices[0][0]
    return {**told, **changes}


def cases() -> int:
    with everything():
        return Case.objects.filter(procedure=ARRIVAL).count()


def test_the_way_to_a_newcomer_stands_beside_the_look_up(city: SmallCity, schools: Schools) -> None:
    shown = sitting(city, schools.far_primary).get("/cases/new").content.decode()
    assert f'href="{FORM}"' in shown
    assert 'name="number"' in shown


def test_the_form_asks_what_the_procedure_asks_and_says_what_nobody_here_can_know(
    city: SmallCity, schools: Schools
) -> None:
    shown = sitting(city, schools.far_primary).get(FORM)
    text = page(shown)
    assert "本地查不到外省学生信息，请与监护人核实学籍号和姓名" in text
    for asked in rulebook_in_force().procedure(ARRIVAL).asks:
        assert f'name="{asked.key}"' in shown.content.decode(), asked.key
    # A primary school is offered its own grades alone.
    grades = re.search(r'name="grade".*?</select>', shown.content.decode(), re.DOTALL)
    assert grades
    assert "P6" in grades[0]
    assert "S1" not in grades[0]


def test_an_application_sent_twice_opens_one_case(city: SmallCity, schools: Schools) -> None:
    client = sitting(city, schools.far_primary)
    told = sent()
    first = client.post(FORM, told)
    assert first.status_code == 302, page(first)
    again = client.post(FORM, told)
    assert again["Location"] == first["Location"]
    assert cases() == 1
    text = page(client.get(first["Location"]))
    assert "欧阳雨桐" in text
    assert "转入学校审核通过" in text


def test_blanks_in_a_number_are_no_fault_and_a_wrong_one_is_told_at_its_field(
    city: SmallCity, schools: Schools
) -> None:
    client = sitting(city, schools.far_primary)
    told = sent()
    number = str(told["national_number"])
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    answer = client.post(FORM, sent(national_number=wrong))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-national_number"' in shown
    assert "的校验位不对" in page(answer)
    # Nothing typed is lost.
    assert "欧阳雨桐" in shown
    assert "河北省" in shown
    assert cases() == 0
    spaced = {**told, "national_number": f"{number[:5]} {number[5:]}".lower()}
    assert client.post(FORM, spaced).status_code == 302
    with everything():
        assert Entrant.objects.get(source="arrival").national_number == number


def test_looking_first_says_what_is_missing_and_opens_nothing(city: SmallCity, schools: Schools) -> None:
    client = sitting(city, schools.far_primary)
    empty = client.post(FORM, {"deed": "look"})
    assert empty.status_code == 200
    assert "还不能判断" in page(empty)
    papers = {item.key for item in rulebook_in_force().procedure(ARRIVAL).asks if isinstance(item, Proof)}
    told = {key: value for key, value in sent(deed="look").items() if key not in papers}
    answer = client.post(FORM, told)
    assert "没有发现不能办理的情形" in page(answer)
    assert cases() == 0


def test_a_number_is_remarked_upon_as_it_is_typed(city: SmallCity, schools: Schools) -> None:
    client = sitting(city, schools.far_primary)
    child = described()
    number, document = str(child["national_number"]), str(child["document_number"])

    def remark(**told: Any) -> str:
        return page(client.post("/cases/number-check", told))

    assert "校验位正确" in remark(national_number=number, document_number=document, document_type="1")
    other = str(described()["document_number"])
    assert "与身份证号不同" in remark(national_number=number, document_number=other, document_type="1")
    assert "应为19位" in remark(national_number=number[:-1])
    assert "临时学籍号" in remark(national_number=f"L{number[1:]}")
    assert "出生日期" in remark(national_number=number, birth_date="2001-01-01")
    assert remark(national_number="").strip() == ""


def test_a_newcomers_case_is_found_wherever_cases_are(city: SmallCity, schools: Schools) -> None:
    case = brought(city, schools)
    school, district = sitting(city, schools.far_primary), sitting(city, city.districts[1])
    assert rows(district, "/cases") == 1
    assert "河北省 → 中关村第三小学" in page(district.get("/cases"))
    assert rows(school, "/cases?tab=open") == 1
    for asked in ("q=欧阳", "q=ouyang", f"q={case.pk}", f"procedure={ARRIVAL}", "state=receiving_school_approved"):
        assert rows(district, f"/cases?{asked}") == 1, asked
    with everything():
        entrant = Entrant.objects.get(pk=case.entrant_id)
    assert rows(district, f"/cases?q={entrant.national_number}") == 1
    assert rows(sitting(city, city.districts[0]), "/cases?tab=open") == 0
    assert "跨省转入" in page(district.get("/district"))


def test_entrants_of_the_year_are_not_mixed_in(city: SmallCity, schools: Schools) -> None:
    city.entrants(2, schools.far_primary)
    assert rows(sitting(city, schools.far_primary), "/cases?tab=open") == 0
    with everything():
        entry = Case.objects.filter(procedure="entry_registration").first()
    assert entry
    assert sitting(city, schools.far_primary).get(f"/cases/{entry.pk}").status_code == 404


def test_newcomers_are_decided_many_at_once(city: SmallCity, schools: Schools) -> None:
    found = [brought(city, schools, name=name) for name in ("欧阳雨桐", "欧阳雨晴")]
    district = sitting(city, city.districts[1])
    picked = {"deed": "approve", "pick": [str(case.pk) for case in found], "filters": f"procedure={ARRIVAL}"}
    form = district.post("/cases/batches", picked, follow=True)
    answer = district.post(form.request["PATH_INFO"], {}, follow=True)
    assert "2 件已办理" in page(answer)
    assert {case_now(case.pk).state for case in found} == {"sent_to_sending_province"}


def test_a_round_of_review_shows_them_too(city: SmallCity, schools: Schools) -> None:
    brought(city, schools)
    assert "欧阳雨桐" in page(sitting(city, city.districts[1]).get("/cases/review"))


def failed(city: SmallCity, schools: Schools, code: str = "", text: str = "学籍号在转出省不存在！") -> Case:
    """A case that the district let go and that the national system sent back."""
    case = brought(city, schools)
    assert decide(case.pk, "approve", clerk(city, city.districts[1])).taken
    assert nation_says(case.pk, "check_failed", error_code=code, error_text=text).taken
    return case_now(case.pk)


def test_what_the_nation_refused_is_told_word_for_word_with_its_meaning(city: SmallCity, schools: Schools) -> None:
    case = failed(city, schools)
    text = page(sitting(city, schools.far_primary).get(f"/cases/{case.pk}"))
    assert "学籍号在转出省不存在！" in text
    assert "学籍号填错，或者转出省选错" in text
    assert "由谁处理 转入学校" in text
    assert "外省·全国" in text


def test_an_error_nobody_knows_is_still_told(city: SmallCity, schools: Schools) -> None:
    case = failed(city, schools, "9999", "前所未闻的错误")
    text = page(sitting(city, schools.far_primary).get(f"/cases/{case.pk}"))
    assert "前所未闻的错误" in text
    assert "9999" in text
    assert "不在错误目录中" in text


def test_what_is_corrected_is_shown_as_it_was_and_resubmitted(city: SmallCity, schools: Schools) -> None:
    case = failed(city, schools)
    client = sitting(city, schools.far_primary)
    shown = client.get(f"/cases/{case.pk}").content.decode()
    with everything():
        entrant = Entrant.objects.get(pk=case.entrant_id)
    assert f'value="{entrant.national_number}"' in shown
    assert 'value="河北省"' in shown
    answer = press(client, case, "resubmit", name="欧阳雨彤", sending_province="山西省")
    assert answer.status_code == 302, page(answer)
    with everything():
        entrant.refresh_from_db()
    assert (entrant.name, entrant.came_from_province) == ("欧阳雨彤", "140000")
    assert events(case)[-1] == "resubmit"
    assert "学籍号在转出省不存在" not in page(client.get(f"/cases/{case.pk}")).split("办理记录")[0]


def test_the_rail_says_what_another_province_keeps_to_itself(city: SmallCity, schools: Schools) -> None:
    case = brought(city, schools)
    assert decide(case.pk, "approve", clerk(city, city.districts[1])).taken
    text = page(sitting(city, schools.far_primary).get(f"/cases/{case.pk}"))
    assert "外省审核环节因省而异" in text
    assert "学籍调档完毕" in text
    assert "本地看不到外省和全国库内的办理情况" in text


def test_only_parties_open_the_page(city: SmallCity, schools: Schools) -> None:
    case = brought(city, schools)
    for place, status in ((schools.primary, 404), (city.districts[0], 404), (city.city, 200), (city.districts[1], 200)):
        assert sitting(city, place).get(f"/cases/{case.pk}").status_code == status


def test_another_school_of_the_city_is_told_the_way_in_is_not_its_own(city: SmallCity, schools: Schools) -> None:
    officer = sitting_as(clerk(city, city.districts[0]))
    assert officer.get(FORM).status_code == 404
    assert sitting(city, schools.primary).get("/cases/new/in_city_transfer").status_code == 404
