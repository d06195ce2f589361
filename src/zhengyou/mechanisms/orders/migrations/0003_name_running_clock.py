"""Orders opened before name their earliest clock that runs, and the unit that signed first."""

from django.db import migrations

FILL = """
UPDATE orders_order SET clock_id = earliest.id
FROM (
    SELECT DISTINCT ON (subject_id) id, subject_id FROM deadlines_clock
    WHERE subject_kind = 'orders.order' AND state IN ('running', 'paused', 'breached') AND finished_at IS NULL
    ORDER BY subject_id, due_at, id
) AS earliest
WHERE earliest.subject_id = orders_order.id::text;
UPDATE orders_order SET first_body_id = body_id WHERE signed_at IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0002_whole_life"),
    ]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
