"""Who has no appointment takes a number of the queue; when a number was called first is kept."""

import django.db.models.deletion
from django.db import migrations, models

import zhengyou.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0008_calls"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="first_called_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="WalkIn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("ticket", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("present", "Here, waiting with a number"),
                            ("called", "Called to the window"),
                            ("arrived", "Came"),
                            ("missed", "Did not come"),
                        ],
                        default="present",
                        max_length=16,
                    ),
                ),
                ("present_at", models.DateTimeField()),
                ("first_called_at", models.DateTimeField(blank=True, null=True)),
                ("called_at", models.DateTimeField(blank=True, null=True)),
                ("calls", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="walk_in",
                        to="services.case",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="walk_ins", to="services.serviceitem"
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="walk_ins", to="services.window"
                    ),
                ),
            ],
            options={
                "ordering": ["day", "ticket", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["present", "called", "arrived", "missed"])),
                        name="walkin_state_known",
                    ),
                    models.UniqueConstraint(fields=("window", "day", "ticket"), name="walk_in_number_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["present", "called"]), ("ended_at__isnull", False), _connector="OR"
                        ),
                        name="walk_in_ended_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "called"), _negated=True), ("called_at__isnull", False), _connector="OR"
                        ),
                        name="walk_in_called_has_its_moment",
                    ),
                ],
            },
        ),
    ]
