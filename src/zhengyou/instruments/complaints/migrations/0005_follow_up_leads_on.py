from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0004_rates_and_columns"),
    ]

    operations = [
        migrations.AddField(
            model_name="followup",
            name="led_to",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="came_of",
                to="complaints.complaint",
            ),
        ),
    ]
