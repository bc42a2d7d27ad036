import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_append_only"),
        ("parties", "0002_append_only"),
        ("records", "0005_record_by_document"),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="district",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="parties.office",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="entrant",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="records.entrant",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="held_foreign_place",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="foreign_held_by_cases",
                to="records.enrollmentquota",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="held_place",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="held_by_cases",
                to="records.enrollmentquota",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="school",
            field=models.ForeignKey(
                db_index=False,
                help_text="the school whose desk it lives on",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="parties.school",
            ),
        ),
        migrations.AlterField(
            model_name="caseparty",
            name="case",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="cases.case"
            ),
        ),
        migrations.AlterField(
            model_name="caseparty",
            name="office",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="parties.office"
            ),
        ),
        migrations.AlterField(
            model_name="caseparty",
            name="school",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to="parties.school"
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="case",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="cases.case"
            ),
        ),
    ]
