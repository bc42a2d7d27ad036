from django.db import migrations, models

from xueji.parties.clock import city_now

# Until now both sides had the machine's time: the last by which they can be put in one order.
_IN_ONE_ORDER = """
SELECT set_config('xueji.scope', 'city', true);
UPDATE exchange_incomingmessage came SET said_upto = line.upto
  FROM (SELECT id, heard, max(id) FILTER (WHERE NOT heard) OVER (ORDER BY at, heard) AS upto
          FROM (SELECT id, false AS heard, queued_at AS at FROM exchange_outgoingmessage
                 UNION ALL
                SELECT id, true, received_at FROM exchange_incomingmessage) told) line
 WHERE line.heard AND line.id = came.id AND line.upto IS NOT NULL;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("exchange", "0004_saying_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="incomingmessage",
            name="said_upto",
            field=models.BigIntegerField(default=0, help_text="key of the last message of ours when it came"),
        ),
        migrations.RunSQL(_IN_ONE_ORDER, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="incomingmessage",
            name="written_at",
            field=models.DateTimeField(help_text="by the wire's own clock"),
        ),
        migrations.AlterField(
            model_name="incomingmessage",
            name="received_at",
            field=models.DateTimeField(default=city_now),
        ),
        migrations.AlterField(
            model_name="outgoingmessage",
            name="queued_at",
            field=models.DateTimeField(default=city_now),
        ),
        migrations.RemoveIndex(
            model_name="outgoingmessage",
            name="how_long_answers_took",
        ),
        migrations.AddIndex(
            model_name="outgoingmessage",
            index=models.Index(
                condition=models.Q(("answered_at__isnull", False)),
                fields=["verb", "-id"],
                name="how_long_answers_took",
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmessage",
            index=models.Index(
                condition=models.Q(("answered_at__isnull", False)),
                fields=["verb", "other_province", "-id"],
                name="how_long_a_province_took",
            ),
        ),
    ]
