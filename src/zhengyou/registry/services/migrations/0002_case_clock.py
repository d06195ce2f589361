"""A case names the clock of its promise; it takes the place of a due moment of the case's own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0002_climb_the_ladder"), ("services", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="clock",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="deadlines.clock",
            ),
        ),
        migrations.AddIndex(model_name="case", index=models.Index(fields=["-accepted_at", "-id"], name="case_latest")),
    ]
