"""What is committed under docs/procedures is what the rulebooks say."""

from tools.docs import HOME, pages


def test_the_committed_pages_are_the_generated_ones() -> None:
    stale = [str(path) for path, text in pages() if not (HOME / path).is_file() or (HOME / path).read_text() != text]
    assert stale == [], "run `make docs`"


def test_no_page_is_left_over_from_a_procedure_that_is_gone() -> None:
    known = {HOME / path for path, _ in pages()}
    assert {path for path in HOME.rglob("*.*") if path.is_file()} == known
