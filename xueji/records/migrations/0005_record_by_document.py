from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0004_unfinished_forms")]

    operations = [
        migrations.AddIndex(
            model_name="studentrecord",
            index=models.Index(fields=["document_number"], name="record_by_document"),
        ),
    ]
