import django.db.models.deletion
from django.db import migrations, models

import zhengyou.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("bodies", "0001_initial"),
        ("plans", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftEdit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("verb", models.CharField(max_length=60)),
                ("made_at", models.DateTimeField()),
                ("before", models.JSONField(default=list)),
                ("is_undone", models.BooleanField(default=False)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="edits", to="plans.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="element",
            name="element_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="plan",
            name="plan_state_known",
        ),
        migrations.AddField(
            model_name="element",
            name="mechanism",
            field=models.CharField(
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
        migrations.AddField(
            model_name="element",
            name="target",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="plan",
            name="amends",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amended_by",
                to="plans.plan",
            ),
        ),
        migrations.AlterField(
            model_name="element",
            name="kind",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="plan",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Being checked"),
                    ("ready", "Checked, may be launched"),
                    ("launched", "Launched"),
                    ("adopted", "Taken over by the running campaign"),
                    ("withdrawn", "Recalled"),
                ],
                default="draft",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="element",
            constraint=models.CheckConstraint(
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
                name="element_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="element",
            constraint=models.CheckConstraint(
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
                name="element_mechanism_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "ready", "launched", "adopted", "withdrawn"])),
                name="plan_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("amends", models.F("id")), _negated=True), name="plan_amends_another"
            ),
        ),
    ]
