"""The day on which a rating of a platform above came in, so that the log's check covers it like every other."""

from django.db import migrations, models
from django.db.models import F, Q

WAITING = """
UPDATE ratings_rating AS r SET taken_on = current_date
WHERE r.channel = 'import' AND r.day < current_date
  AND NOT EXISTS (SELECT FROM ratings_logleaf AS l WHERE l.rating = r.id)
"""
"""What came in before this and has no leaf yet is given the nights of one that comes in today."""


class Migration(migrations.Migration):
    dependencies = [
        ("ratings", "0011_left_out_and_later"),
    ]

    operations = [
        migrations.AddField(
            model_name="rating",
            name="taken_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunSQL(WAITING, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=Q(taken_on__isnull=True) | Q(taken_on__gt=F("day")), name="rating_came_in_after_its_day"
            ),
        ),
    ]
