"""Whose files the photographs of a matter are: of those who may read it; the complainant adds them with the form."""

from zhengyou.instruments.complaints import queries, rules
from zhengyou.instruments.complaints.models import Complaint
from zhengyou.records.ledger import Actor


def may_read(actor: Actor, key: str) -> bool:
    """Return whether ``actor`` reads the matter with this id."""
    return queries.visible(actor, rules.READ).filter(pk=key).exists()


def may_write(actor: Actor, key: str) -> bool:
    """Return whether ``actor`` sees to the matter with this id."""
    return queries.visible(actor, rules.TRIAGE).filter(pk=key).exists()


def title(key: str) -> str:
    """Return the number of the matter with this id."""
    return Complaint.objects.filter(pk=key).values_list("number", flat=True).first() or ""
