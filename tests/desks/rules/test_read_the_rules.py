"""The help pages say what the rulebook says, and follow it."""

import pytest
from django.test import Client

from tests.desks.entrants.clerks import registrar
from tests.small_city import SmallCity
from xueji.process.loading import load_rulebook

PROCEDURES = list(load_rulebook("beijing_2015").procedures)


@pytest.fixture
def reader(city: SmallCity) -> Client:
    return registrar(city)


@pytest.mark.parametrize("key", PROCEDURES)
def test_a_guide_tells_every_state_and_every_condition(reader: Client, key: str) -> None:
    procedure = load_rulebook("beijing_2015").procedure(key)
    page = reader.get(f"/rules/beijing_2015/{key}").content.decode()
    assert all(state.label.zh in page for state in procedure.states.values())
    guards = {guard.name: guard for item in procedure.transitions if not item.takes_back for guard in item.guards}
    assert all(guard.mend.zh in page for guard in guards.values())
    drawing = reader.get(f"/rules/beijing_2015/{key}.svg")
    assert (drawing.status_code, drawing["Content-Type"]) == (200, "image/svg+xml")


def test_the_list_and_the_matrix_open_for_every_post(reader: Client) -> None:
    assert "市内转学" in reader.get("/rules/").content.decode()
    page = reader.get("/rules/permissions").content.decode()
    assert "调班" in page
    assert "审核通过" in page


def test_another_edition_says_that_it_is_not_in_force(reader: Client) -> None:
    assert "不是今天执行的规则" in reader.get("/rules/beijing_2021/in_city_transfer").content.decode()
    assert reader.get("/rules/lanting/in_province_transfer").status_code == 404
    assert reader.get("/rules/beijing_2015/nothing").status_code == 404
