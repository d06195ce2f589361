import django.db.models.deletion
from django.db import migrations, models

import zhengyou.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0001_initial"),
        ("ratings", "0008_later_and_shown"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideOrder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=60)),
                ("source", models.UUIDField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("taken_on", models.DateField()),
                (
                    "platform",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside_orders",
                        to="ratings.upperplatform",
                        verbose_name="Platform",
                    ),
                ),
            ],
            options={
                "ordering": ["-taken_on", "number"],
                "constraints": [models.UniqueConstraint(fields=("platform", "number"), name="outside_order_once")],
            },
        ),
        migrations.CreateModel(
            name="RatedElsewhere",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.random_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=50)),
                ("service_number", models.PositiveSmallIntegerField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"),
                ),
                (
                    "platform",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ratings.upperplatform"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True), name="rated_elsewhere_has_number"
                    ),
                    models.UniqueConstraint(fields=("body", "number", "service_number"), name="rated_elsewhere_once"),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="push",
            name="push_subject_known",
        ),
        migrations.AddField(
            model_name="upperplatform",
            name="fetched_until",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="upperplatform",
            name="rates_there",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="push",
            name="subject",
            field=models.CharField(
                choices=[
                    ("case", "Case"),
                    ("rating", "Rating"),
                    ("rectification", "Rectification"),
                    ("reply", "Reply to an order from above"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="push",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject__in", ["case", "rating", "rectification", "reply"])),
                name="push_subject_known",
            ),
        ),
    ]
