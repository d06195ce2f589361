"""When a text message was begun, so that one whose sending broke off is not sent a second time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ratings", "0012_taken_on"),
    ]

    operations = [
        migrations.AddField(
            model_name="textinvitation",
            name="begun_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
