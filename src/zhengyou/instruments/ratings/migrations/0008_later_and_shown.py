import django.db.models.deletion
from django.db import migrations, models

import zhengyou.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0001_initial"),
        ("orders", "0005_keep_the_grade"),
        ("ratings", "0007_kiosks"),
        ("services", "0004_drop_case_due"),
    ]

    operations = [
        migrations.CreateModel(
            name="Addition",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.random_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Very dissatisfied"),
                            (2, "Dissatisfied"),
                            (3, "Fairly satisfied"),
                            (4, "Satisfied"),
                            (5, "Very satisfied"),
                        ]
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "text_state",
                    models.CharField(
                        choices=[
                            ("none", "No text"),
                            ("pending", "Text awaiting review"),
                            ("shown", "Text published"),
                            ("hidden", "Text withheld"),
                            ("private", "Not to be published, as the rater wishes"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("day", models.DateField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"),
                ),
                (
                    "rating",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addition", to="ratings.rating"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", [1, 2, 3, 4, 5])), name="addition_level_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text_state__in", ["none", "pending", "shown", "hidden", "private"])),
                        name="addition_text_state_known",
                    ),
                ],
                "indexes": [models.Index(fields=["body", "text_state"], name="addition_of_body")],
            },
        ),
        migrations.RemoveConstraint(
            model_name="rating",
            name="rating_channel_known",
        ),
        migrations.RemoveConstraint(
            model_name="rating",
            name="rating_display_known",
        ),
        migrations.AddField(
            model_name="rating",
            name="shown_name",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AlterField(
            model_name="daytally",
            name="channel",
            field=models.CharField(
                choices=[
                    ("code", "Rating code of a case"),
                    ("window_qr", "Window QR code without a case"),
                    ("terminal", "Terminal in the hall"),
                    ("sms", "Text message"),
                    ("phone", "By telephone"),
                    ("paper", "Paper card"),
                    ("import", "Taken over from another platform"),
                    ("ticket", "Ticket of the hall without a case"),
                    ("control", "Control series by text message"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="rating",
            name="channel",
            field=models.CharField(
                choices=[
                    ("code", "Rating code of a case"),
                    ("window_qr", "Window QR code without a case"),
                    ("terminal", "Terminal in the hall"),
                    ("sms", "Text message"),
                    ("phone", "By telephone"),
                    ("paper", "Paper card"),
                    ("import", "Taken over from another platform"),
                    ("ticket", "Ticket of the hall without a case"),
                    ("control", "Control series by text message"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="rating",
            name="display",
            field=models.CharField(
                choices=[
                    ("anonymous", "Anonymous"),
                    ("masked", "With my family name"),
                    ("named", "With my whole name"),
                ],
                default="anonymous",
                max_length=12,
            ),
        ),
        # until now who chose the name was shown with the family name: that choice has a word of its own now
        migrations.RunSQL(
            "UPDATE ratings_rating SET display = 'masked' WHERE display = 'named'",
            "UPDATE ratings_rating SET display = 'named' WHERE display = 'masked'",
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "channel__in",
                        ["code", "window_qr", "terminal", "sms", "phone", "paper", "import", "ticket", "control"],
                    )
                ),
                name="rating_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(("display__in", ["anonymous", "masked", "named"])), name="rating_display_known"
            ),
        ),
    ]
