import django.db.models.deletion
from django.db import migrations, models

import zhengyou.instruments.ratings.models.giving
import zhengyou.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0001_initial"),
        ("ratings", "0009_come_in"),
        ("services", "0004_drop_case_due"),
    ]

    operations = [
        migrations.CreateModel(
            name="Panel",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                ("composition", models.CharField(max_length=200)),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"),
                ),
                ("units", models.ManyToManyField(related_name="+", to="bodies.body")),
            ],
            options={
                "ordering": ["-opens_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="panel_closes_after_opening"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.random_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("panel", "Judgement by an invited panel"), ("check", "Spot check by the government")],
                        max_length=8,
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
                ("day", models.DateField()),
                ("checked_by", models.CharField(blank=True, max_length=200)),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements",
                        to="ratings.panel",
                    ),
                ),
            ],
            options={
                "ordering": ["-day", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["panel", "check"])), name="judgement_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", [1, 2, 3, 4, 5])), name="judgement_level_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_by", ""), ("kind", "panel"), ("panel__isnull", False)),
                            models.Q(
                                ("kind", "check"), ("panel__isnull", True), models.Q(("checked_by", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="judgement_of_panel_or_check",
                    ),
                ],
                "indexes": [models.Index(fields=["body", "kind", "day"], name="judgement_of_body")],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.random_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=zhengyou.instruments.ratings.models.giving.invitation_code,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("is_used", models.BooleanField(default=False)),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="ratings.panel"
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="TextInvitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_control", models.BooleanField(default=False)),
                ("send_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "On its way"), ("sent", "Received, with receipt"), ("failed", "Given up")],
                        default="waiting",
                        max_length=16,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=120)),
                (
                    "invitation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="text", to="ratings.invitation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "sent", "failed"])),
                        name="text_invitation_state_known",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["send_on"], name="text_invitation_due"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.random_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=zhengyou.instruments.ratings.models.giving.invitation_code,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("queue_number", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[("invited", "Awaiting rating"), ("rated", "Rated"), ("expired", "Expired unrated")],
                        default="invited",
                        max_length=16,
                    ),
                ),
                ("made_on", models.DateField()),
                ("expires_on", models.DateField()),
                (
                    "body",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bodies.body"),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to="services.window"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["invited", "rated", "expired"])), name="ticket_state_known"
                    ),
                    models.UniqueConstraint(
                        fields=("window", "made_on", "queue_number"), name="ticket_once_for_each_number"
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "invited")), fields=["expires_on"], name="ticket_expiring"
                    )
                ],
            },
        ),
    ]
