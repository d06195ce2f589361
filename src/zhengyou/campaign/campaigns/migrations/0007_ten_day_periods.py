from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0006_amended_purposes"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="duty",
            name="duty_rhythm_known",
        ),
        migrations.AlterField(
            model_name="duty",
            name="rhythm",
            field=models.CharField(
                choices=[
                    ("once", "Once"),
                    ("weekly", "Every week"),
                    ("ten-day", "Every ten-day period"),
                    ("monthly", "Every month"),
                    ("bimonthly", "Every two months"),
                    ("quarterly", "Every quarter"),
                    ("half-yearly", "Every half year"),
                    ("yearly", "Every year"),
                ],
                default="once",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "rhythm__in",
                        ["once", "weekly", "ten-day", "monthly", "bimonthly", "quarterly", "half-yearly", "yearly"],
                    )
                ),
                name="duty_rhythm_known",
            ),
        ),
    ]
