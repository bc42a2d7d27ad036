from django.db import migrations

from xueji.parties.append_only import FUNCTION, append_only, insert_only_for_the_application

HISTORY = ("account", "calendarday", "campus", "office", "post", "school", "term")


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION xueji_refuse_change()"),
        *append_only("parties_journalentry"),
        *insert_only_for_the_application(*(f"parties_{name}event" for name in HISTORY)),
    ]
