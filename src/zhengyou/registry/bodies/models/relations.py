"""Relations across the tree: 条 line, 块 place, party, federation, joint work; and whose word counts for what."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state, ordered_period
from zhengyou.registry.bodies.enums import Matter, RelationKind
from zhengyou.registry.bodies.models.tree import Body, just


class Relation(models.Model):
    """For some days ``body`` stands to ``other`` in a relation that the tree does not show.

    ``other`` is the one above (of line, place, party and federation) or the partner (of joint work). A body has at
    most one line parent and one place parent at a time.
    """

    body_path: ClassVar[str] = "body"

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=ids.uuid7, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="relations")
    other = models.ForeignKey(Body, models.PROTECT, related_name="inverse_relations")
    kind = models.CharField(max_length=16, choices=RelationKind)
    during = DateRangeField()
    document = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["kind", "other__sort_path", "id"]
        constraints = [
            known_state("relation", RelationKind, field="kind"),
            models.CheckConstraint(condition=~Q(body=F("other")), name="relation_to_another"),
            models.CheckConstraint(condition=Q(during__isempty=False), name="relation_lasts"),
            ExclusionConstraint(
                name="relation_one_line_parent",
                expressions=[(just("body_id"), RangeOperators.OVERLAPS), ("during", RangeOperators.OVERLAPS)],
                condition=Q(kind="line"),
            ),
            ExclusionConstraint(
                name="relation_one_place_parent",
                expressions=[(just("body_id"), RangeOperators.OVERLAPS), ("during", RangeOperators.OVERLAPS)],
                condition=Q(kind="place"),
            ),
            ExclusionConstraint(
                name="relation_same_once",
                expressions=[
                    (just("body_id"), RangeOperators.OVERLAPS),
                    (just("other_id"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=~Q(kind__in=["line", "place"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.get_kind_display()} · {self.other}"


class AuthorityRule(models.Model):
    """In a subtree, line or place decides in a matter: 领导实施以条为主, 检查验收以块为主. The nearest rule above counts."""

    body_path: ClassVar[str] = "body"

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(default=ids.uuid7, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="authority_rules")
    matter = models.CharField(max_length=16, choices=Matter)
    leads = models.CharField(
        max_length=16,
        choices=[(RelationKind.LINE, RelationKind.LINE.label), (RelationKind.PLACE, RelationKind.PLACE.label)],
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["matter", "starts_on", "id"]
        constraints = [
            known_state("authority_rule", Matter, field="matter"),
            models.CheckConstraint(condition=Q(leads__in=["line", "place"]), name="authority_rule_leads_known"),
            ordered_period("authority_rule"),
            models.UniqueConstraint(
                fields=["body", "matter"], condition=Q(ends_on__isnull=True), name="authority_rule_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.get_matter_display()} · {self.get_leads_display()}"
