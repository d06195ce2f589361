from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0002_purposes_and_amended_texts"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="element",
            name="element_rhythm_known",
        ),
        migrations.AlterField(
            model_name="element",
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
            model_name="element",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "rhythm__in",
                        ["once", "weekly", "ten-day", "monthly", "bimonthly", "quarterly", "half-yearly", "yearly"],
                    )
                ),
                name="element_rhythm_known",
            ),
        ),
    ]
