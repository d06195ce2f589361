"""When a delivery was begun, so that a mail whose sending broke off is not sent a second time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_preference"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="begun_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
