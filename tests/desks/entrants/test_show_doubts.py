"""Both sides of a possible duplicate see it, each with what it may know of the other."""

from datetime import date

from tests.desks.entrants.clerks import district_officer, page, registrar
from tests.small_city import SmallCity
from xueji.cases.doubts import flag_doubts
from xueji.parties.actors import system_actor
from xueji.parties.scope import scope
from xueji.records.models import Entrant
from xueji.vocabulary.parties import Party


def doubted_pair(city: SmallCity) -> tuple[Entrant, Entrant]:
    (first,) = city.entrants(1, name="赵欣怡")
    (second,) = city.entrants(1, city.schools[1], name="钱明哲", document_number=first.document_number)
    with scope(system_actor(Party.CITY)):
        assert flag_doubts([second.pk], date(2015, 9, 1)) == [second.pk]
    return first, second


def test_a_school_learns_of_the_other_side_only_school_and_masked_data(city: SmallCity) -> None:
    first, second = doubted_pair(city)
    for school, mine, other in ((city.schools[0], first, second), (city.schools[1], second, first)):
        client = registrar(city, school)
        answer = client.get(f"/entrants/{mine.pk}")
        text = page(answer)
        assert "身份证件号重复" in text
        assert other.school.name in text
        assert other.name not in text
        assert f"/entrants/{other.pk}" not in answer.content.decode()
        assert first.document_number not in text.replace(" ", "")
        assert "共 1 名" in page(client.get("/entrants?problem=1"))


def test_their_district_sees_both_and_can_open_both(city: SmallCity) -> None:
    first, second = doubted_pair(city)
    answer = district_officer(city).get(f"/entrants/{second.pk}")
    assert first.name in page(answer)
    assert f"/entrants/{first.pk}" in answer.content.decode()
