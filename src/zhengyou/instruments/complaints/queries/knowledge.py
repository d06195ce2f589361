"""Readings of the knowledge base."""

from django.db.models import QuerySet

from zhengyou.instruments.complaints.enums import ArticleState
from zhengyou.instruments.complaints.grams import grams_of
from zhengyou.instruments.complaints.models import KnowledgeArticle
from zhengyou.registry.bodies.models import Body

CANDIDATES = 200
LIKE_ENOUGH = 0.25
"""So large a share of the pairs of an article's question must stand in the words."""


def of_place(articles: QuerySet[KnowledgeArticle], body: Body | None) -> QuerySet[KnowledgeArticle]:
    """Return those of ``articles`` for which a unit of the same place as ``body`` answers: of the same root."""
    return articles.filter(body__path__startswith=f"{body.path.split('.')[0]}.") if body else articles.none()


def in_use() -> QuerySet[KnowledgeArticle]:
    """Return the articles in use, the most used first."""
    return (
        KnowledgeArticle.objects.filter(state=ArticleState.PUBLISHED)
        .select_related("current", "category", "body")
        .order_by("-uses", "id")
    )


def likest(articles: QuerySet[KnowledgeArticle], words: str, most: int = 5) -> list[KnowledgeArticle]:
    """Return the articles whose question shares most pairs of characters with ``words``, the likest first."""
    wanted = set(grams_of(words))
    if not wanted:
        return []
    rated = []
    for article in articles.filter(grams__overlap=list(wanted))[:CANDIDATES]:
        own = set(grams_of(article.current.question if article.current else "", article.keywords))
        share = len(own & wanted) / len(own) if own else 0.0
        if share >= LIKE_ENOUGH:
            rated.append((share, article))
    rated.sort(key=lambda one: (-one[0], -one[1].uses))
    return [article for _share, article in rated[:most]]
