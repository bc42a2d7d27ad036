import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("exchange", "0003_border"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmessage",
            name="replaced_by",
            field=models.ForeignKey(
                help_text="the same, said again",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaces",
                to="exchange.outgoingmessage",
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmessage",
            index=models.Index(
                condition=models.Q(("answered_at__isnull", False)),
                fields=["verb", "other_province", "-answered_at"],
                name="how_long_answers_took",
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmessage",
            index=models.Index(
                condition=models.Q(("replaced_by__isnull", True), ("state__in", ["rejected", "silent"])),
                fields=["state", "id"],
                name="messages_for_a_person",
            ),
        ),
    ]
