"""Verbs of the catalogue: items and the versions of their guides."""

import dataclasses
import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services import rules
from zhengyou.registry.services.enums import Mode
from zhengyou.registry.services.guides import Guide
from zhengyou.registry.services.models import ItemVersion, ServiceItem


def _check_guide(guide: Guide) -> None:
    if not guide.name.strip():
        raise Refused(_("Give the item a name."), field="name")
    if guide.mode == Mode.COMMITTED and not guide.promise_amount:
        raise Refused(_("An item with a promised time needs the time."), field="promise_amount")
    required = {line.strip() for line in guide.materials}
    if strangers := [line for line in guide.deferrable if line.strip() and line.strip() not in required]:
        raise Refused(
            _("Only a material of this item may follow later: “%(line)s” is none.") % {"line": strangers[0]},
            field="deferrable",
        )


def _write_version(item: ServiceItem, guide: Guide, number: int) -> ItemVersion:
    fields = dataclasses.asdict(guide)
    if guide.mode == Mode.ON_THE_SPOT:
        fields["promise_amount"] = None
    for name in ("materials", "steps", "standards", "deferrable"):
        fields[name] = [line.strip() for line in fields[name] if line.strip()]
    version = ItemVersion.objects.create(item=item, number=number, valid_from=clock.today(), **fields)
    for name in ("name", "mode", "promise_amount", "promise_unit"):
        setattr(item, name, getattr(version, name))
    item.version = number
    return version


@transaction.atomic
def open_item(
    *, body: Body, code: str, family: str, guide: Guide, actor: Actor, opened_on: dt.date | None = None
) -> ServiceItem:
    """Add an item to the catalogue of ``body`` with the first version of its guide."""
    require(actor, rules.MANAGE, body)
    _check_guide(guide)
    if ServiceItem.objects.filter(body=body, code=code).exists():
        raise Refused(_("This unit already has an item with this code."), field="code")
    item = ServiceItem.objects.create(
        body=body, code=code, family=family, name=guide.name, opened_on=opened_on or clock.today()
    )
    version = _write_version(item, guide, 1)
    if opened_on and opened_on < version.valid_from:
        ItemVersion.objects.filter(pk=version.pk).update(valid_from=opened_on)
    item.save()
    record("services.open_item", item, actor=actor)
    return item


@transaction.atomic
def amend_item(item: ServiceItem, *, guide: Guide, actor: Actor) -> ServiceItem:
    """Publish a new version of the item's guide; cases accepted before keep theirs."""
    require(actor, rules.MANAGE, item.body)
    _check_guide(guide)
    locked = ServiceItem.objects.select_for_update(of=("self",)).select_related("body").get(pk=item.pk)
    if locked.closed_on is not None:
        raise Conflict(_("This item is no longer offered."))
    _write_version(locked, guide, locked.version + 1)
    locked.save()
    record("services.amend_item", locked, actor=actor, fields=["guide", "version"])
    return locked


@transaction.atomic
def retire_item(item: ServiceItem, *, actor: Actor) -> ServiceItem:
    """Take the item out of the catalogue from today; its cases and versions stay."""
    require(actor, rules.MANAGE, item.body)
    locked = ServiceItem.objects.select_for_update(of=("self",)).select_related("body").get(pk=item.pk)
    if locked.closed_on is not None:
        raise Conflict(_("This item is no longer offered."))
    locked.closed_on = max(clock.today(), locked.opened_on)
    locked.save(update_fields=["closed_on"])
    record("services.retire_item", locked, actor=actor, fields=["closed_on"])
    return locked
