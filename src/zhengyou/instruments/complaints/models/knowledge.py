"""The knowledge base, from which consultations are answered at once."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from zhengyou.instruments.complaints.enums import ArticleState
from zhengyou.instruments.complaints.models.catalogue import Category
from zhengyou.kernel import ids
from zhengyou.records.ledger.constraints import known_state
from zhengyou.registry.bodies.models import Body


class KnowledgeArticle(models.Model):
    """A question that is often asked, with the answer of the unit that answers for it."""

    body_path: ClassVar[str] = "body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="knowledge")
    """Who answers for its being right."""
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="knowledge")
    state = models.CharField(max_length=16, choices=ArticleState, default=ArticleState.DRAFT)
    is_public = models.BooleanField(default=True)
    """Whether the public reads it too."""
    keywords = models.CharField(max_length=200, blank=True)
    current = models.ForeignKey("KnowledgeVersion", models.PROTECT, null=True, blank=True, related_name="+")
    """The version in use."""
    review_on = models.DateField(null=True, blank=True)
    """When somebody must look whether it is still right."""
    uses = models.PositiveIntegerField(default=0)
    grams = ArrayField(models.CharField(max_length=4), default=list, blank=True)

    class Meta:
        ordering = ["-uses", "id"]
        constraints = [
            known_state("knowledge_article", ArticleState),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(current__isnull=False), name="knowledge_published_has_version"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-uses"], name="knowledge_by_use"),
            GinIndex(fields=["grams"], name="knowledge_grams"),
        ]

    def __str__(self) -> str:
        return str(self.current or self.pk)


class KnowledgeVersion(models.Model):
    """One wording of an article; it stays as it was written, so that an answer given by it can be looked up."""

    body_path: ClassVar[str] = "article__body"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    article = models.ForeignKey(KnowledgeArticle, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=200)
    answer = models.TextField()
    basis = models.CharField(max_length=300, blank=True)
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["article", "-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="knowledge_version_once")]

    def __str__(self) -> str:
        return self.question
