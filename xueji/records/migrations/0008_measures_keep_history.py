from django.db import migrations

from xueji.parties.append_only import insert_only_for_the_application


class Migration(migrations.Migration):
    dependencies = [("records", "0007_case_desk"), ("parties", "0002_append_only")]

    operations = [*insert_only_for_the_application("records_disciplinarymeasureevent")]
