"""Whose files the attachments of a paper are: who reads the paper reads them, who drafts it adds them."""

from zhengyou.records.ledger import Actor
from zhengyou.registry.access.queries import within
from zhengyou.registry.papers import queries, rules
from zhengyou.registry.papers.enums import State
from zhengyou.registry.papers.models import Paper


def may_read(actor: Actor, key: str) -> bool:
    """Return whether ``actor`` may read the paper with this id."""
    return queries.readable(actor).filter(pk=key).exists()


def may_write(actor: Actor, key: str) -> bool:
    """Return whether ``actor`` drafts the paper with this id, and it is still a draft."""
    return within(Paper.objects.filter(state=State.DRAFT, pk=key), actor, rules.DRAFT).exists()


def title(key: str) -> str:
    """Return the title of the paper with this id."""
    return Paper.objects.filter(pk=key).values_list("title", flat=True).first() or ""
