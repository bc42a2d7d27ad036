from django.db import migrations

from xueji.parties.append_only import append_only, insert_only_for_the_application


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("parties", "0002_append_only")]

    operations = [
        *append_only("cases_decision", "cases_effect"),
        *insert_only_for_the_application("cases_caseevent", "cases_grantedexceptionevent"),
    ]
