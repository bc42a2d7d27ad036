from django.db import migrations


class Migration(migrations.Migration):
    """A child's page reads the history of its identity: by key, and not by reading the history of everybody."""

    dependencies = [("records", "0002_numbers_and_history")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX history_of_a_student ON records_studentevent (pgh_obj_id)",
            "DROP INDEX history_of_a_student",
        ),
    ]
