"""The judgement as JSON: a documented contract that programs rely on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xueji.exchange.intake.verdicts.outcome import FileVerdict, Judgement, Reason, RowVerdict


def as_json(judgement: Judgement, *, language: str = "zh") -> dict[str, Any]:
    """Return the judgement as plain data, every row of data in the order and numbering of the sheet.

    {file: {name, sheet, header_row, verdict: read|refused, reasons}, counts: {rows, accept, problem, reject},
    rows: [{row, verdict: accept|problem|reject, reasons: [{field, rule, says, mend}]}]}; `field` is the heading of the
    column as in the file, `rule` a stable key. Reasons of an accepted row are notes. A refused file has no rows.
    """
    return {
        "file": file_as_json(judgement.file, language=language),
        "counts": dict(judgement.counts),
        "rows": [row_as_json(row, language=language) for row in judgement.rows],
    }


def file_as_json(file: FileVerdict, *, language: str = "zh") -> dict[str, Any]:
    """Return the verdict on the file as plain data."""
    return {
        "name": file.name,
        "sheet": file.sheet,
        "header_row": file.header_row,
        "verdict": file.verdict,
        "reasons": [reason_as_json(reason, language=language) for reason in file.reasons],
    }


def row_as_json(row: RowVerdict, *, language: str = "zh") -> dict[str, Any]:
    """Return the verdict on a row as plain data."""
    return {
        "row": row.row,
        "verdict": str(row.verdict),
        "reasons": [reason_as_json(reason, language=language) for reason in row.reasons],
    }


def reason_as_json(reason: Reason, *, language: str = "zh") -> Mapping[str, str]:
    """Return a reason as plain data, in one language."""
    return {
        "field": reason.field,
        "rule": reason.rule,
        "says": reason.says.in_language(language),
        "mend": reason.mend.in_language(language),
    }
