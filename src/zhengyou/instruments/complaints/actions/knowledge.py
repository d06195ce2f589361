"""Verbs of the knowledge base: a wording once written stays; a change is a new version."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import rules
from zhengyou.instruments.complaints.grams import grams_of
from zhengyou.instruments.complaints.machine import ARTICLE
from zhengyou.instruments.complaints.models import Category, KnowledgeArticle, KnowledgeVersion
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Invalid, Refused, Sentence
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What an article says."""

    question: str
    answer: str
    basis: str = ""
    keywords: str = ""
    category: Category | None = None
    is_public: bool = True
    review_on: dt.date | None = None


@transaction.atomic
def write_article(
    wording: Wording, *, body: Body, article: KnowledgeArticle | None = None, actor: Actor
) -> KnowledgeVersion:
    """Write a new article, or a new version of one; the version in use stays so until the new one is published."""
    owner = article.body if article is not None else body
    require(actor, rules.KNOWLEDGE, owner)
    wrong: dict[str, Sentence] = {}
    if not wording.question.strip():
        wrong["question"] = _("Write the question as people ask it.")
    if not wording.answer.strip():
        wrong["answer"] = _("Write the answer.")
    if wrong:
        raise Invalid(wrong)
    if article is None:
        article = KnowledgeArticle.objects.create(body=owner)
    locked = KnowledgeArticle.objects.select_for_update(of=("self",)).get(pk=article.pk)
    number = (locked.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = KnowledgeVersion.objects.create(
        article=locked,
        number=number,
        question=wording.question.strip(),
        answer=wording.answer.strip(),
        basis=wording.basis.strip(),
        written_by=actor.hat_label or actor.label,
        written_at=clock.now(),
    )
    fields = ["category", "keywords", "is_public", "review_on"]
    for name in fields:
        setattr(locked, name, getattr(wording, name))
    locked.save(update_fields=fields)
    record("complaints.write_article", locked, actor=actor, fields=["versions", *fields])
    return version


@transaction.atomic
def publish_article(version: KnowledgeVersion, *, actor: Actor) -> KnowledgeArticle:
    """Put a version into use; from now on answers are given by it."""
    require(actor, rules.KNOWLEDGE, version.article.body)
    grams = grams_of(version.question, version.answer, version.article.keywords)
    return move(version.article, "publish_article", ARTICLE, actor=actor, current=version, grams=grams)


@transaction.atomic
def retire_article(article: KnowledgeArticle, *, actor: Actor) -> KnowledgeArticle:
    """Take an article out of use; answers that were given by it keep their version."""
    require(actor, rules.KNOWLEDGE, article.body)
    return move(article, "retire_article", ARTICLE, actor=actor)


def count_use(article: KnowledgeArticle) -> None:
    """Count that the public read an article; what is read most stands first."""
    if not KnowledgeArticle.objects.filter(pk=article.pk).update(uses=F("uses") + 1):
        raise Refused(_("There is no such article."))
