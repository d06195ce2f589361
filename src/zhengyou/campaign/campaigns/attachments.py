"""Whose the attachments of a task sheet are: the unit adds them while it owes the sheet, whoever sees it reads them."""

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.enums import SheetState
from zhengyou.campaign.campaigns.models import TaskSheet
from zhengyou.campaign.campaigns.queries import sheets_for
from zhengyou.records.ledger import Actor
from zhengyou.registry.access.actors import Actor as Person
from zhengyou.registry.access.rules import Verdict, may

OWNER = "campaigns.tasksheet"


def may_read(actor: Actor, key: str) -> bool:
    """Return whether ``actor`` sees the sheet of this id."""
    return isinstance(actor, Person) and sheets_for(actor).filter(pk=key).exists()


def may_write(actor: Actor, key: str) -> Verdict:
    """Return whether ``actor`` may add to or take from the sheet of this id: its unit, while it is not handed in."""
    sheet = TaskSheet.objects.select_related("body", "duty__campaign").filter(pk=key).first()
    if sheet is None or sheet.state not in {SheetState.OPEN, SheetState.RETURNED}:
        return Verdict(False)
    return may(actor, rules.SUBMIT, sheet.body, campaign_scope=sheet.duty.campaign.scope_id)


def title(key: str) -> str:
    """Return what the ledger calls the owner of a file."""
    sheet = TaskSheet.objects.select_related("duty", "body").filter(pk=key).first()
    return str(sheet) if sheet else ""
