import django.db.models.deletion
from django.db import migrations, models

import zhengyou.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0003_ten_day_periods"),
    ]

    operations = [
        migrations.CreateModel(
            name="ModelReading",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("under_way", "Model is reading"),
                            ("done", "Model has read"),
                            ("failed", "Model gave no result"),
                            ("stopped", "Reading stopped"),
                        ],
                        default="under_way",
                        max_length=16,
                    ),
                ),
                ("host", models.CharField(max_length=260)),
                ("model_name", models.CharField(max_length=120)),
                ("hidden", models.PositiveIntegerField(default=0)),
                ("parts", models.PositiveIntegerField()),
                ("parts_read", models.PositiveIntegerField(default=0)),
                ("parts_unread", models.PositiveIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=60)),
                ("failure_words", models.JSONField(default=dict)),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="model_readings", to="plans.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["under_way", "done", "failed", "stopped"])),
                        name="model_reading_state_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "under_way")), fields=("plan",), name="one_model_reading_at_a_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Not decided"), ("taken", "Taken into the draft"), ("rejected", "Not taken")],
                        default="open",
                        max_length=16,
                    ),
                ),
                ("order_number", models.PositiveIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("dimension", "Dimension"),
                            ("item", "Item"),
                            ("phase", "Phase"),
                            ("duty", "Duty with a date"),
                            ("quota", "Quota of honours"),
                            ("weight", "Points of a scheme"),
                            ("body", "Responsible body"),
                            ("recipient", "Recipient"),
                            ("theme", "Theme"),
                            ("scope", "Who takes part"),
                            ("goal", "Goal"),
                            ("demand", "Requirement on everybody"),
                            ("safeguard", "Safeguard"),
                            ("ask", "Mechanism asked for"),
                        ],
                        max_length=16,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "rhythm",
                    models.CharField(
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
                ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True)),
                ("unit", models.CharField(blank=True, max_length=20)),
                ("target", models.CharField(blank=True, max_length=60)),
                (
                    "mechanism",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("display", "Shown to the public"),
                            ("commitment", "Commitment"),
                            ("standard", "Service standard"),
                            ("contest", "Contest"),
                            ("peer_review", "Review by colleagues"),
                            ("leader_comment", "Comment by leaders"),
                            ("public_rating", "Rating by the public"),
                            ("survey", "Survey and asking for opinions"),
                            ("check", "Check"),
                            ("assessment", "Points and assessment"),
                            ("award", "Selection and honours"),
                            ("aid", "Help for those in need"),
                            ("visit", "Visits and contacts"),
                            ("training", "Training and study"),
                            ("publication", "Publicity"),
                            ("filing", "Reporting and filing"),
                            ("rectification", "Putting right"),
                            ("complaint", "Complaints"),
                            ("suggestion", "Suggestions"),
                            ("meeting", "Meetings"),
                            ("rights", "Rights and democratic management"),
                        ],
                        max_length=16,
                    ),
                ),
                ("span_start", models.PositiveIntegerField()),
                ("span_end", models.PositiveIntegerField()),
                ("confidence", models.FloatField(default=0.5)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="plans.element",
                    ),
                ),
                (
                    "made",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="plans.element",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="plans.element",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="plans.plan"
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="plans.modelreading"
                    ),
                ),
                (
                    "under",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="below",
                        to="plans.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["order_number", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "taken", "rejected"])),
                        name="plan_proposal_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "dimension",
                                    "item",
                                    "phase",
                                    "duty",
                                    "quota",
                                    "weight",
                                    "body",
                                    "recipient",
                                    "theme",
                                    "scope",
                                    "goal",
                                    "demand",
                                    "safeguard",
                                    "ask",
                                ],
                            )
                        ),
                        name="plan_proposal_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "rhythm__in",
                                [
                                    "once",
                                    "weekly",
                                    "ten-day",
                                    "monthly",
                                    "bimonthly",
                                    "quarterly",
                                    "half-yearly",
                                    "yearly",
                                ],
                            )
                        ),
                        name="plan_proposal_rhythm_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "mechanism__in",
                                [
                                    "",
                                    "display",
                                    "commitment",
                                    "standard",
                                    "contest",
                                    "peer_review",
                                    "leader_comment",
                                    "public_rating",
                                    "survey",
                                    "check",
                                    "assessment",
                                    "award",
                                    "aid",
                                    "visit",
                                    "training",
                                    "publication",
                                    "filing",
                                    "rectification",
                                    "complaint",
                                    "suggestion",
                                    "meeting",
                                    "rights",
                                ],
                            )
                        ),
                        name="plan_proposal_mechanism_known",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="element",
            name="element_origin_known",
        ),
        migrations.AlterField(
            model_name="element",
            name="origin",
            field=models.CharField(
                choices=[
                    ("compiled", "Read from the text"),
                    ("corrected", "Corrected by hand"),
                    ("added", "Added by hand"),
                    ("model", "Proposed by a language model, confirmed by hand"),
                ],
                default="compiled",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="element",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["compiled", "corrected", "added", "model"])),
                name="element_origin_known",
            ),
        ),
    ]
