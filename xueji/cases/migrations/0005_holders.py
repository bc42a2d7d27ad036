from django.db import migrations

from xueji.parties.append_only import append_only

_HOLDERS = """
UPDATE cases_case AS held SET holder_school_id = party.school_id, holder_office_id = party.office_id
  FROM cases_caseparty AS party
 WHERE held.closed_on IS NULL AND party.case_id = held.id AND party.party = held.held_by
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_case_desk"),
        ("parties", "0002_append_only"),
        # The history trigger that this update sets off calls a function of the library.
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.RunSQL(_HOLDERS, migrations.RunSQL.noop),
        *append_only("cases_handover", "cases_urge"),
    ]
