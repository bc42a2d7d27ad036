from django.db import migrations

from xueji.parties.append_only import insert_only_for_the_application

HISTORY = (
    *("classgroup", "enrollment", "enrollmentquota", "entrant", "numberassignment", "problemrecord"),
    *("student", "studentform", "studentrecord"),
)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("parties", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE records_education_id MINVALUE 10000001 MAXVALUE 99999999",
            "DROP SEQUENCE records_education_id",
        ),
        *insert_only_for_the_application(*(f"records_{name}event" for name in HISTORY)),
    ]
