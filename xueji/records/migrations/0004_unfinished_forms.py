from django.db import migrations


class Migration(migrations.Migration):
    """Few forms stay unfinished for long: those are found by their due date, and not among all the finished ones."""

    dependencies = [("records", "0003_history_of_a_child")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX unfinished_forms ON records_studentform (due_on, student_id) WHERE missing > 0",
            "DROP INDEX unfinished_forms",
        ),
    ]
