"""Verbs of what hangs where: places, what should hang there, the library, and the postings themselves."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display import rules
from zhengyou.instruments.display.enums import AssetKind, ItemKind, SpotKind, State
from zhengyou.instruments.display.models import Asset, DisplayItem, Posting, Spot
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.models import Window


@transaction.atomic
def open_spot(*, body: Body, name: str, kind: SpotKind, window: Window | None = None, actor: Actor) -> Spot:
    """Enter a place where a unit shows something."""
    require(actor, rules.DRAFT, body)
    if window is not None and window.body_id != body.pk:
        raise Invalid({"window": _("This window belongs to another unit.")})
    try:
        with transaction.atomic():
            spot = Spot.objects.create(body=body, name=name.strip(), kind=kind, window=window, starts_on=clock.today())
    except IntegrityError as error:
        raise Conflict(_("There is a place of this name already."), field="name") from error
    record("display.open_spot", spot, actor=actor)
    return spot


@transaction.atomic
def close_spot(spot: Spot, *, actor: Actor) -> Spot:
    """Take a place off the list; whatever hangs there is taken down."""
    require(actor, rules.DRAFT, spot.body)
    spot = Spot.objects.select_for_update(of=("self",)).select_related("body").get(pk=spot.pk)
    if spot.ends_on is not None:
        raise Conflict(_("This place is off the list already."))
    for posting in spot.postings.filter(down_on__isnull=True).order_by("pk"):
        unpost(posting, reason=_("Place given up"), actor=actor)
    spot.ends_on = clock.today()
    spot.save(update_fields=["ends_on"])
    record("display.close_spot", spot, actor=actor, fields=["ends_on"])
    return spot


@transaction.atomic
def add_item(*, body: Body, name: str, kind: ItemKind, required_at: Sequence[str] = (), actor: Actor) -> DisplayItem:
    """Say what hangs, or must hang, at places of some kinds in ``body`` and everything below."""
    require(actor, rules.KEEP, body)
    try:
        with transaction.atomic():
            item = DisplayItem.objects.create(body=body, name=name.strip(), kind=kind, required_at=list(required_at))
    except IntegrityError as error:
        raise Conflict(_("There is an item of this name already."), field="name") from error
    record("display.add_item", item, actor=actor)
    return item


@transaction.atomic
def retire_item(item: DisplayItem, *, actor: Actor) -> DisplayItem:
    """Ask for this item nowhere any more."""
    require(actor, rules.KEEP, item.body)
    item.is_active = False
    item.save(update_fields=["is_active"])
    record("display.retire_item", item, actor=actor, fields=["is_active"])
    return item


@transaction.atomic
def post_up(
    *,
    item: DisplayItem,
    spots: Iterable[Spot],
    starts_on: dt.date | None = None,
    until: dt.date | None = None,
    text: str = "",
    asset: Asset | None = None,
    actor: Actor,
) -> list[Posting]:
    """Note that ``item`` hangs at each of ``spots``; what hung there of the same item comes down."""
    spots = sorted(spots, key=lambda spot: spot.pk)
    starts_on = starts_on or clock.today()
    if not spots:
        raise Invalid({"spots": _("Choose at least one place.")})
    if until is not None and until < starts_on:
        raise Invalid({"until": _("The last day must not lie before the first.")})
    if asset is not None and asset.state != State.SHOWN:
        raise Invalid({"asset": _("Only reviewed material is hung up.")})
    made = []
    for spot in Spot.objects.select_for_update(of=("self",)).select_related("body").filter(
        pk__in=[spot.pk for spot in spots]
    ).order_by("pk"):  # fmt: skip
        require(actor, rules.DRAFT, spot.body)
        if spot.ends_on is not None or not item.is_active or not spot.body.path.startswith(item.body.path):
            raise Conflict(_("This item does not hang at this place."), field="spots")
        for old in spot.postings.filter(item=item, down_on__isnull=True):
            unpost(old, reason=_("Hung up anew"), actor=actor)
        posting = Posting.objects.create(
            spot=spot, item=item, asset=asset, text=text.strip(), starts_on=starts_on, until=until, checked_on=starts_on
        )
        record("display.post_up", posting, actor=actor)
        made.append(posting)
    return made


@transaction.atomic
def see(posting: Posting, *, actor: Actor) -> Posting:
    """Note that somebody saw it hang there today."""
    require(actor, rules.DRAFT, posting.spot.body)
    posting = _hanging(posting)
    posting.checked_on = clock.today()
    posting.save(update_fields=["checked_on"])
    record("display.see", posting, actor=actor, fields=["checked_on"])
    return posting


@transaction.atomic
def unpost(posting: Posting, *, reason: object = "", actor: Actor) -> Posting:
    """Take something down from its place, with the reason."""
    require(actor, rules.DRAFT, posting.spot.body)
    posting = _hanging(posting)
    posting.down_on, posting.down_reason = clock.today(), str(reason).strip()[:100]
    posting.save(update_fields=["down_on", "down_reason"])
    record("display.unpost", posting, actor=actor, fields=["down_on", "down_reason"])
    return posting


@transaction.atomic
def draft_asset(*, body: Body, title: str, kind: AssetKind, text: str = "", actor: Actor) -> Asset:
    """Draft material for the library; files are attached to it, somebody else reviews it."""
    require(actor, rules.DRAFT, body)
    if not title.strip():
        raise Invalid({"title": _("Give it a title.")})
    if kind == AssetKind.SLOGAN and not text.strip():
        raise Invalid({"text": _("Write the words of the slogan.")})
    made = Asset.objects.create(body=body, title=title.strip(), kind=kind, text=text.strip(), drafted_by=actor.id)
    record("display.draft", made, actor=actor)
    return made


def _hanging(posting: Posting) -> Posting:
    posting = Posting.objects.select_for_update(of=("self",)).select_related("spot__body", "item").get(pk=posting.pk)
    if posting.down_on is not None:
        raise Conflict(_("It was taken down already."))
    return posting
