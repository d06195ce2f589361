"""Whose the files of a scan are: whoever sees the form, or belongs to the unit that sent it in, reads them."""

from zhengyou.campaign.campaigns.models import Scan
from zhengyou.campaign.campaigns.queries.work import pages_for, scans_for
from zhengyou.records.ledger import Actor
from zhengyou.registry.access.actors import Actor as Person

OWNER = "campaigns.scan"


def may_read(actor: Actor, key: str) -> bool:
    """Return whether ``actor`` sees the scan of this id."""
    if not isinstance(actor, Person):
        return False
    found = Scan.objects.filter(pk=key)
    return scans_for(actor).filter(pk=key).exists() or found.filter(page__in=pages_for(actor)).exists()


def may_write(actor: Actor, key: str) -> bool:
    """Return that nobody adds to a scan: what was sent in stays as it was."""
    del actor, key
    return False


def title(key: str) -> str:
    """Return what the ledger calls the owner of a file."""
    scan = Scan.objects.filter(pk=key).first()
    return str(scan) if scan else ""
