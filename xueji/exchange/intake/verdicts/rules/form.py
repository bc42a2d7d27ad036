"""Further items of the national form that a list may bring along."""

from __future__ import annotations

from xueji.exchange.intake.columns.fields import Field
from xueji.exchange.intake.verdicts.outcome import Finding, Weight, rule
from xueji.exchange.intake.verdicts.rules.cells import EMPTY, NOTHING, Reader, Reading, text_faults, text_of, tidy_text
from xueji.exchange.intake.workbook.cells import Cell
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.form.checks import check_for
from xueji.vocabulary.people.names import tidy_name

_LEFT_OUT = rule("form_answer_left_out")


def form_reader(heading: str, field: Field) -> Reader:
    """Read an item of the form. A faulty answer is left out with a note: the form is completed later, the row is taken."""
    item = field.item
    if item is None:
        message = f"{field.key} is no item of the form"
        raise ValueError(message)
    check = check_for(item)
    exact = item.kind == "document"
    table = code_table(item.table) if item.table else None

    def read(cell: Cell) -> Reading:
        raw, findings = text_of(cell, heading, exact=exact)
        if raw is None:
            return None, tuple(_left_out(finding) for finding in findings)
        answer = tidy_text(raw)
        if not answer or (answer.upper() in NOTHING and item.kind != "code"):
            return EMPTY
        faults = text_faults(answer, heading, field.longest)
        if faults:
            return None, tuple(_left_out(finding) for finding in faults)
        fault = check(answer)
        if fault is not None:
            return None, (_left_out(Finding(fault.rule, Weight.REJECT, fault.says, fault.mend)),)
        if table is not None:
            return table.code_of(answer), ()
        return (tidy_name(answer) if item.format == "name" else answer), ()

    return read


def _left_out(finding: Finding) -> Finding:
    return _LEFT_OUT.found(fault=finding.says, mend=finding.mend)
