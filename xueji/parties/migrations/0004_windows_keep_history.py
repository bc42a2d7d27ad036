from django.db import migrations

from xueji.parties.append_only import insert_only_for_the_application


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_case_desk"), ("parties", "0002_append_only")]

    operations = [*insert_only_for_the_application("parties_windowexceptionevent")]
