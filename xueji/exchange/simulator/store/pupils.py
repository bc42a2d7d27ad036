"""Children as the nation knows them: one row for each province that holds, or has held, a child's record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from xueji.exchange.simulator.store.work import Row, Work
from xueji.vocabulary.border.messages import Pupil

COLUMNS = (
    *("national_number", "name", "sex", "birth_date", "document_type", "document_number", "nationality"),
    *("standing", "leaving_outcome", "left_on", "school_code", "school", "grade", "school_year"),
)
"""The fields of a Pupil, in its order."""

_SET = ", ".join(f"{column} = %({column})s" for column in COLUMNS)
_INSERT = (
    f"INSERT INTO pupils (province, record, {', '.join(COLUMNS)})"  # noqa: S608 - names of columns alone
    f" VALUES (%(province)s, %(record)s, {', '.join(f'%({column})s' for column in COLUMNS)}) RETURNING *"
)


def pupil_of(row: Row | None) -> Pupil:
    """The row as it crosses a wire; without a row every field is empty."""
    if row is None:
        return cast("Pupil", {column: 0 if column == "school_year" else "" for column in COLUMNS})
    return cast("Pupil", {column: row[column] for column in COLUMNS})


def holding(work: Work, province: str, number: str) -> Row | None:
    """The row of a national number in a province, or None."""
    query = "SELECT * FROM pupils WHERE province = %(province)s AND national_number = %(number)s AND %(number)s <> ''"
    return work.row(query, {"province": province, "number": number})


def put(work: Work, province: str, pupil: Mapping[str, Any], record: str = "") -> Row:
    """Keep a child as its province reports it: found by its number, else by what the province calls the record.

    Raises KeyError or ValueError for an incomplete one.
    """
    values: Row = {column: str(pupil[column] or "") for column in COLUMNS}
    values |= {"school_year": int(pupil["school_year"]), "province": province, "record": record}
    known = holding(work, province, values["national_number"]) or (
        work.row(
            "SELECT * FROM pupils WHERE province = %(province)s AND record = %(record)s"
            " AND (national_number = '' OR %(national_number)s = '') ORDER BY id DESC LIMIT 1",
            values,
        )
        if record
        else None
    )
    if known is None:
        row = work.row(_INSERT, values)
    else:
        values |= {"id": known["id"], "record": record or known["record"]}
        # A child whose number is still on its way keeps the number that the nation has given meanwhile.
        values["national_number"] = values["national_number"] or known["national_number"]
        row = work.row(
            f"UPDATE pupils SET {_SET}, record = %(record)s, shown = false WHERE id = %(id)s RETURNING *",  # noqa: S608
            values,
        )
    assert row is not None  # noqa: S101 - both statements return their row
    return row


def move(work: Work, child: Row, receiving: str, application: Mapping[str, Any]) -> None:
    """Let a child belong to the receiving province; the sending one keeps a row that says that it has gone."""
    arrived: Row = {column: child[column] for column in COLUMNS}
    arrived |= {
        "standing": "studying",
        "leaving_outcome": "",
        "left_on": "",
        "school_code": application.get("receiving_school_code", ""),
        "school": application.get("receiving_school", ""),
        "grade": application.get("grade") or child["grade"],
        "school_year": application.get("school_year") or child["school_year"],
    }
    put(work, receiving, arrived)
    work.do(
        "UPDATE pupils SET standing = 'transferred_out', left_on = %(day)s, open_business = '', shown = false"
        " WHERE id = %(id)s",
        {"id": child["id"], "day": work.today.isoformat()},
    )


def occupy(work: Work, about: str, child: Row | None) -> None:
    """Mark the child as having this application open; without a child, free whoever was marked."""
    work.do("UPDATE pupils SET open_business = '' WHERE open_business = %(about)s", {"about": about})
    if child is not None:
        work.do("UPDATE pupils SET open_business = %(about)s WHERE id = %(id)s", {"about": about, "id": child["id"]})


def contested(work: Work, child: Row) -> bool:
    """Whether the child is one side of an open problem record."""
    query = "SELECT 1 FROM sides JOIN problems ON key = problem WHERE pupil = %(id)s AND problems.open"
    return work.row(query, child) is not None
