from django.db import migrations

# The expressions are those of `desks.cases.listing.asked.ordered` and `cases.attention.with_cases`.
_DUE_FIRST = "(coalesce(due_on, '9999-12-31'::date)), id"
_OPEN = "closed_on IS NULL AND student_record_id IS NOT NULL"
_INDEXES = {
    "worklist_of_a_school_by_due": f"cases_case (holder_school_id, {_DUE_FIRST}) WHERE {_OPEN}",
    "worklist_of_an_office_by_due": f"cases_case (holder_office_id, {_DUE_FIRST}) WHERE {_OPEN}",
    "open_cases_by_due": f"cases_case ({_DUE_FIRST}) WHERE {_OPEN}",
    "closed_cases_newest_first": "cases_case ((0 - id)) WHERE closed_on IS NOT NULL AND student_record_id IS NOT NULL",
    "notices_of_a_school_unseen_first": "cases_notice (school_id, ((seen_at IS NOT NULL)::integer), (id * -1))"
    " WHERE school_id IS NOT NULL",
    "notices_of_an_office_unseen_first": "cases_notice (office_id, ((seen_at IS NOT NULL)::integer), (id * -1))"
    " WHERE office_id IS NOT NULL",
}


class Migration(migrations.Migration):
    """Lists of cases and notices are read in their order from an index, however many there are behind the first page."""

    dependencies = [("cases", "0010_entry_year")]

    operations = [
        migrations.RunSQL(f"CREATE INDEX {name} ON {what}", f"DROP INDEX {name}") for name, what in _INDEXES.items()
    ]
