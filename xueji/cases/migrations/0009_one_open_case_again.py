from django.db import migrations

_SUBJECTS = ("entrant", "student_record", "subject_school", "subject_office")


def _one_open(subject: str) -> migrations.RunSQL:
    name = f"one_open_case_a_{subject}"
    return migrations.RunSQL(
        f"CREATE UNIQUE INDEX IF NOT EXISTS {name} ON cases_case ({subject}_id)"
        f" WHERE closed_on IS NULL AND {subject}_id IS NOT NULL",
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    """0003 took the index of each foreign key away, and Django took the constraint on the same column for it."""

    dependencies = [("cases", "0008_longer_notes")]

    operations = [_one_open(subject) for subject in _SUBJECTS]
