from datetime import date

import pytest

from tests.process.loans import library
from xueji.process.loading import (
    UnknownRulebookError,
    edition_in_force,
    editions_of,
    load_rulebook,
    rulebook_names,
)
from xueji.process.rulebook import compile_rulebook
from xueji.vocabulary.parties import Party, Role


def test_every_edition_is_listed_and_shared_text_is_not() -> None:
    assert {"beijing_2015", "lanting"} <= set(rulebook_names())
    assert "national" not in rulebook_names()


def test_an_edition_is_compiled_once() -> None:
    assert load_rulebook("beijing_2015") is load_rulebook("beijing_2015")


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownRulebookError, match="beijing_2015"):
        load_rulebook("atlantis_1900")


def test_the_edition_in_force_is_the_latest_that_has_begun() -> None:
    assert edition_in_force("beijing", date(2015, 9, 1)).key == "beijing_2015"
    assert editions_of("beijing")[0].key == "beijing_2015"


def test_before_the_first_edition_there_is_none() -> None:
    with pytest.raises(UnknownRulebookError, match="beijing"):
        edition_in_force("beijing", date(2010, 1, 1))


def test_only_deciding_roles_act_for_their_office() -> None:
    compiled = compile_rulebook(library())
    assert compiled.roles_of(Party.SCHOOL) == {Role.REGISTRAR}
    assert compiled.roles_of(Party.RECEIVING_SCHOOL) == {Role.REGISTRAR}
    assert compiled.roles_of(Party.CLOCK) == frozenset()


def test_nobody_may_do_an_office_act_that_is_not_listed() -> None:
    compiled = compile_rulebook(library())
    assert compiled.may(Role.REGISTRAR, "dust_shelf")
    assert not compiled.may(Role.HOMEROOM_TEACHER, "dust_shelf")
    assert not compiled.may(Role.REGISTRAR, "sell_shelf")
