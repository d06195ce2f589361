"""Both totals in the daily counts, leaves of the log for what was added, openings of who reported retaliation."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

FILL = """
UPDATE ratings_daytally AS t SET left_out = e.n FROM (
    SELECT r.window_id, r.day, r.level, r.channel, r.family, count(*) AS n
    FROM ratings_rating r JOIN ratings_handling h ON h.rating_id = r.id
    WHERE h.state = 'excluded' GROUP BY 1, 2, 3, 4, 5
) AS e
WHERE (t.window_id, t.day, t.level, t.channel, t.family) = (e.window_id, e.day, e.level, e.channel, e.family)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ratings", "0010_invite_otherwise"),
    ]

    operations = [
        migrations.AddField(
            model_name="daytally",
            name="left_out",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="daytally",
            constraint=models.CheckConstraint(
                condition=Q(left_out__lte=F("count")), name="day_tally_left_out_was_counted"
            ),
        ),
        migrations.AddField(
            model_name="logleaf",
            name="addition",
            field=models.UUIDField(blank=True, null=True, unique=True),
        ),
        migrations.AddConstraint(
            model_name="logleaf",
            constraint=models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(addition__isnull=True), name="log_leaf_of_one_thing"
            ),
        ),
        migrations.AddField(
            model_name="unsealing",
            name="report",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="unsealings",
                to="ratings.retaliation",
            ),
        ),
    ]  # fmt: skip
