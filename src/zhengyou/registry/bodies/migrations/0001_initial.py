import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import zhengyou.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Body",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=zhengyou.kernel.ids.uuid7, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("short_name", models.CharField(blank=True, max_length=40)),
                ("code", models.CharField(blank=True, max_length=32)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("party", "Party organ"),
                            ("government", "Government organ"),
                            ("union", "Trade union"),
                            ("federation", "Union federation"),
                            ("mass", "Mass organisation"),
                            ("institution", "Public institution"),
                            ("hospital", "Hospital"),
                            ("school", "School"),
                            ("enterprise", "Enterprise"),
                            ("bank", "Bank outlet"),
                            ("community", "Community or village"),
                            ("town", "Town or subdistrict"),
                            ("office", "Internal office"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=16,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "National"),
                            ("province", "Province"),
                            ("city", "City"),
                            ("county", "County"),
                            ("town", "Town"),
                            ("base", "Base level"),
                        ],
                        default="base",
                        max_length=16,
                    ),
                ),
                ("order_number", models.PositiveIntegerField(default=0)),
                ("path", models.CharField(db_collation="C", editable=False, max_length=400)),
                ("sort_path", models.CharField(db_collation="C", editable=False, max_length=400)),
                ("founded_on", models.DateField(blank=True, null=True)),
                ("dissolved_on", models.DateField(blank=True, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="bodies.body",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_path", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "party",
                                    "government",
                                    "union",
                                    "federation",
                                    "mass",
                                    "institution",
                                    "hospital",
                                    "school",
                                    "enterprise",
                                    "bank",
                                    "community",
                                    "town",
                                    "office",
                                    "other",
                                ],
                            )
                        ),
                        name="body_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["national", "province", "city", "county", "town", "base"])),
                        name="body_level_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dissolved_on__isnull", True),
                            ("dissolved_on__gte", models.F("founded_on")),
                            _connector="OR",
                        ),
                        name="body_period_ordered",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True), fields=("code",), name="body_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("order_number__lte", 999999)), name="body_order_six_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True), name="body_not_under_itself"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["path"], name="body_path_prefix", opclasses=["varchar_pattern_ops"]),
                    models.Index(fields=["sort_path", "id"], name="body_official_order"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuthorityRule",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=zhengyou.kernel.ids.uuid7, editable=False, unique=True)),
                (
                    "matter",
                    models.CharField(
                        choices=[
                            ("lead", "Leading and carrying out"),
                            ("inspect", "Inspection and guidance"),
                            ("accept", "Acceptance"),
                            ("assess", "Assessment"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "leads",
                    models.CharField(
                        choices=[("line", "Line (by sector)"), ("place", "Place (by territory)")], max_length=16
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("document", models.CharField(blank=True, max_length=200)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="authority_rules", to="bodies.body"
                    ),
                ),
            ],
            options={
                "ordering": ["matter", "starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("matter__in", ["lead", "inspect", "accept", "assess"])),
                        name="authority_rule_matter_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("leads__in", ["line", "place"])), name="authority_rule_leads_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="authority_rule_period_ordered",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("body", "matter"),
                        name="authority_rule_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=zhengyou.kernel.ids.uuid7, editable=False, unique=True)),
                (
                    "seat",
                    models.CharField(
                        choices=[
                            ("full", "Holder"),
                            ("deputy", "Deputy"),
                            ("acting", "Acting holder"),
                            ("stand_in", "AB post stand-in"),
                            ("seconded", "Seconded"),
                        ],
                        default="full",
                        max_length=16,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="people.person"
                    ),
                ),
                (
                    "seconded_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secondments",
                        to="bodies.body",
                    ),
                ),
            ],
            options={
                "ordering": ["post__order_number", "starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("seat__in", ["full", "deputy", "acting", "stand_in", "seconded"])),
                        name="appointment_seat_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="appointment_period_ordered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("seat", "seconded"), _negated=True), ("ends_on__isnull", False), _connector="OR"
                        ),
                        name="appointment_secondment_has_term",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("short_name", models.CharField(blank=True, max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("party", "Party organ"),
                            ("government", "Government organ"),
                            ("union", "Trade union"),
                            ("federation", "Union federation"),
                            ("mass", "Mass organisation"),
                            ("institution", "Public institution"),
                            ("hospital", "Hospital"),
                            ("school", "School"),
                            ("enterprise", "Enterprise"),
                            ("bank", "Bank outlet"),
                            ("community", "Community or village"),
                            ("town", "Town or subdistrict"),
                            ("office", "Internal office"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=16,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("national", "National"),
                            ("province", "Province"),
                            ("city", "City"),
                            ("county", "County"),
                            ("town", "Town"),
                            ("base", "Base level"),
                        ],
                        default="base",
                        max_length=16,
                    ),
                ),
                ("order_number", models.PositiveIntegerField(default=0)),
                ("during", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="bodies.body"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="child_versions",
                        to="bodies.body",
                    ),
                ),
            ],
            options={
                "ordering": ["body", "during"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "party",
                                    "government",
                                    "union",
                                    "federation",
                                    "mass",
                                    "institution",
                                    "hospital",
                                    "school",
                                    "enterprise",
                                    "bank",
                                    "community",
                                    "town",
                                    "office",
                                    "other",
                                ],
                            )
                        ),
                        name="body_version_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["national", "province", "city", "county", "town", "base"])),
                        name="body_version_level_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("during__isempty", False)), name="body_version_lasts"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("body_id"), models.F("body_id"), models.Value("[]"), function="int8range"
                                ),
                                "&&",
                            ),
                            ("during", "&&"),
                        ],
                        name="body_version_once_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField()),
                ("matters", models.TextField(blank=True)),
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handed_to", to="bodies.appointment"
                    ),
                ),
                (
                    "target",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handed_from", to="bodies.appointment"
                    ),
                ),
            ],
            options={
                "ordering": ["on", "id"],
            },
        ),
        migrations.CreateModel(
            name="LeadingGroup",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("document", models.CharField(blank=True, max_length=200)),
                ("task", models.TextField(blank=True)),
                ("order_number", models.PositiveIntegerField(default=0)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="leading_groups", to="bodies.body"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offices_of_groups",
                        to="bodies.body",
                    ),
                ),
            ],
            options={
                "ordering": ["body__sort_path", "order_number", "starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="leading_group_period_ordered",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupSeat",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chief", "Chief of the group"),
                            ("executive", "Executive deputy chief"),
                            ("deputy", "Deputy chief of the group"),
                            ("member", "Member of the group"),
                            ("office_head", "Head of the group's office"),
                            ("office_deputy", "Deputy head of the group's office"),
                            ("office_staff", "Staff of the group's office"),
                        ],
                        max_length=16,
                    ),
                ),
                ("office_held", models.CharField(blank=True, max_length=120)),
                ("order_number", models.PositiveIntegerField(default=0)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="group_seats", to="people.person"
                    ),
                ),
                (
                    "seconded_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="group_secondments",
                        to="bodies.body",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="bodies.leadinggroup"
                    ),
                ),
            ],
            options={
                "ordering": ["order_number", "starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "chief",
                                    "executive",
                                    "deputy",
                                    "member",
                                    "office_head",
                                    "office_deputy",
                                    "office_staff",
                                ],
                            )
                        ),
                        name="group_seat_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="group_seat_period_ordered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seconded_from__isnull", True), ("ends_on__isnull", False), _connector="OR"
                        ),
                        name="group_seat_secondment_has_term",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("group", "person", "role"),
                        name="group_seat_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("annual", "Annual leave"),
                            ("sick", "Sick leave"),
                            ("personal", "Personal leave"),
                            ("family", "Marriage, maternity or bereavement leave"),
                            ("trip", "Business trip"),
                            ("training", "Training"),
                            ("secondment", "Secondment elsewhere"),
                        ],
                        max_length=16,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("handed_over", models.CharField(blank=True, max_length=300)),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="leaves", to="bodies.appointment"
                    ),
                ),
                (
                    "stand_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stand_ins",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["annual", "sick", "personal", "family", "trip", "training", "secondment"])
                        ),
                        name="leave_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="leave_lasts"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("appointment_id"),
                                    models.F("appointment_id"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (models.Func(models.F("starts_on"), models.F("ends_on"), function="daterange"), "&&"),
                        ],
                        name="leave_once_a_day_for_each_post",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("zone", "Development zone"),
                            ("park", "Industrial park"),
                            ("building", "Office building"),
                            ("market", "Market"),
                            ("site", "Site of activities"),
                        ],
                        max_length=16,
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="places", to="bodies.body"
                    ),
                ),
            ],
            options={
                "ordering": ["body__sort_path", "kind", "name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["zone", "park", "building", "market", "site"])),
                        name="place_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="place_period_ordered",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("body", "name"),
                        name="place_name_once_for_each_body",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceActivity",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("on", models.DateField()),
                ("participants", models.PositiveIntegerField(default=0)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="activities", to="bodies.place"
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="PlaceResident",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="residences", to="bodies.body"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="residents", to="bodies.place"
                    ),
                ),
            ],
            options={
                "ordering": ["body__sort_path", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="place_resident_period_ordered",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("place", "body"),
                        name="place_resident_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("found", "Founding"),
                            ("rename", "Rename"),
                            ("move", "Move"),
                            ("reorder", "Change of order"),
                            ("merge", "Merger"),
                            ("split", "Split"),
                            ("dissolve", "Dissolution"),
                        ],
                        max_length=16,
                    ),
                ),
                ("change", models.JSONField()),
                ("on", models.DateField()),
                ("document", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("applied", "In force"),
                            ("failed", "Could not be made"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=16,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="planned_changes", to="bodies.body"
                    ),
                ),
            ],
            options={
                "ordering": ["on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["found", "rename", "move", "reorder", "merge", "split", "dissolve"])
                        ),
                        name="planned_change_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "applied", "failed", "cancelled"])),
                        name="planned_change_state_known",
                    ),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("state", "planned")), fields=["on"], name="planned_change_due")
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=zhengyou.kernel.ids.uuid7, editable=False, unique=True)),
                ("title", models.CharField(max_length=60)),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("head", "Head of the body"),
                            ("leader", "Leader in charge"),
                            ("liaison", "Liaison officer"),
                            ("clerk", "Clerk"),
                            ("window", "Window staff"),
                            ("inspector", "Inspector"),
                            ("supervisor", "Invited supervisor"),
                            ("operator", "Operator"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=16,
                    ),
                ),
                ("responsibilities", models.TextField(blank=True)),
                ("order_number", models.PositiveIntegerField(default=0)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="bodies.body"
                    ),
                ),
            ],
            options={
                "ordering": ["order_number", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "duty__in",
                                [
                                    "head",
                                    "leader",
                                    "liaison",
                                    "clerk",
                                    "window",
                                    "inspector",
                                    "supervisor",
                                    "operator",
                                    "other",
                                ],
                            )
                        ),
                        name="post_duty_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="post_period_ordered",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="appointment",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="bodies.post"
            ),
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("public_id", models.UUIDField(default=zhengyou.kernel.ids.uuid7, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("line", "Line (by sector)"),
                            ("place", "Place (by territory)"),
                            ("party", "Party organisation"),
                            ("federation", "Union federation above"),
                            ("joint", "Joint work"),
                        ],
                        max_length=16,
                    ),
                ),
                ("during", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("document", models.CharField(blank=True, max_length=200)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="relations", to="bodies.body"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="inverse_relations", to="bodies.body"
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "other__sort_path", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["line", "place", "party", "federation", "joint"])),
                        name="relation_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("body", models.F("other")), _negated=True), name="relation_to_another"
                    ),
                    models.CheckConstraint(condition=models.Q(("during__isempty", False)), name="relation_lasts"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("kind", "line")),
                        expressions=[
                            (
                                models.Func(
                                    models.F("body_id"), models.F("body_id"), models.Value("[]"), function="int8range"
                                ),
                                "&&",
                            ),
                            ("during", "&&"),
                        ],
                        name="relation_one_line_parent",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("kind", "place")),
                        expressions=[
                            (
                                models.Func(
                                    models.F("body_id"), models.F("body_id"), models.Value("[]"), function="int8range"
                                ),
                                "&&",
                            ),
                            ("during", "&&"),
                        ],
                        name="relation_one_place_parent",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("kind__in", ["line", "place"]), _negated=True),
                        expressions=[
                            (
                                models.Func(
                                    models.F("body_id"), models.F("body_id"), models.Value("[]"), function="int8range"
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("other_id"), models.F("other_id"), models.Value("[]"), function="int8range"
                                ),
                                "&&",
                            ),
                            ("during", "&&"),
                        ],
                        name="relation_same_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("found", "Founding"),
                            ("rename", "Rename"),
                            ("move", "Move"),
                            ("reorder", "Change of order"),
                            ("merge", "Merger"),
                            ("split", "Split"),
                            ("dissolve", "Dissolution"),
                        ],
                        max_length=16,
                    ),
                ),
                ("on", models.DateField()),
                ("document", models.CharField(blank=True, max_length=200)),
                ("was", models.CharField(max_length=120)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="successions", to="bodies.body"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessions",
                        to="bodies.body",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["found", "rename", "move", "reorder", "merge", "split", "dissolve"])
                        ),
                        name="succession_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Supervisor",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("served", "Person served"),
                            ("public", "Representative of the public"),
                            ("deputy", "Deputy of the people's congress"),
                            ("adviser", "Member of the political consultative conference"),
                            ("enterprise", "Representative of enterprises"),
                            ("media", "Journalist"),
                        ],
                        max_length=16,
                    ),
                ),
                ("letter", models.CharField(blank=True, max_length=60)),
                ("rights", models.TextField(blank=True)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="supervisors", to="bodies.body"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="supervisions", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["body__sort_path", "starts_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capacity__in", ["served", "public", "deputy", "adviser", "enterprise", "media"])
                        ),
                        name="supervisor_capacity_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="supervisor_period_ordered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupervisorReport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=zhengyou.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField()),
                ("text", models.TextField()),
                ("answer", models.TextField(blank=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="supervisor_reports", to="bodies.body"
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="bodies.supervisor"
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_on__isnull", True)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="supervisor_report_answer_has_day",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on__isnull", True)), fields=("person", "post"), name="appointment_open_once"
            ),
        ),
    ]
