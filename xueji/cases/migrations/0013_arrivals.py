from django.db import migrations

_TRIGGER = """
DROP TRIGGER copy_entry_year ON cases_case;
CREATE TRIGGER copy_entry_year BEFORE INSERT OR UPDATE OF entrant_id, entry_year ON cases_case FOR EACH ROW
    WHEN (NEW.entrant_id IS NOT NULL{only}) EXECUTE FUNCTION xueji_copy_entry_year();
"""


class Migration(migrations.Migration):
    """Who arrives from another province is an entrant of no year's admissions: it stands in none of their lists."""

    dependencies = [("cases", "0012_parties_asked_case_by_case")]

    operations = [
        migrations.RunSQL(
            _TRIGGER.format(only=" AND NEW.procedure = 'entry_registration'"), _TRIGGER.format(only="")
        ),
    ]
