"""Verbs of service standards, kept in versions for a unit, an item or a window."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.display import rules
from zhengyou.instruments.display.enums import SheetState
from zhengyou.instruments.display.models import Standard
from zhengyou.kernel.errors import Conflict, Invalid, Sentence
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.models import ServiceItem, Window

LONGEST = 200


@transaction.atomic
def draft_standard(
    *,
    body: Body,
    title: str,
    lines: Sequence[str],
    valid_from: dt.date,
    item: ServiceItem | None = None,
    window: Window | None = None,
    actor: Actor,
) -> Standard:
    """Draft the next version of the standard of ``body``, of one item or of one window of it."""
    require(actor, rules.DRAFT, body)
    lines = _checked(title, lines)
    if any(owner is not None and owner.body_id != body.pk for owner in (item, window)):
        raise Invalid({"window": _("This window or item belongs to another unit.")})
    same = Standard.objects.filter(body=body, item=item, window=window)
    try:
        with transaction.atomic():
            made = Standard.objects.create(
                body=body,
                item=item,
                window=window,
                title=title.strip(),
                lines=lines,
                number=(same.aggregate(last=Max("number"))["last"] or 0) + 1,
                valid_from=valid_from,
                drafted_by=actor.id,
            )
    except IntegrityError as error:
        raise Conflict(_("Somebody else drafted the next version at this moment. Reload the page.")) from error
    record("display.draft", made, actor=actor)
    return made


@transaction.atomic
def amend_standard(
    standard: Standard, *, title: str, lines: Sequence[str], valid_from: dt.date, actor: Actor
) -> Standard:
    """Change a draft; a version that was shown is replaced by a new one."""
    require(actor, rules.DRAFT, standard.body)
    standard = Standard.objects.select_for_update(of=("self",)).select_related("body").get(pk=standard.pk)
    if standard.state != SheetState.DRAFT:
        raise Conflict(_("Only a draft can be changed. Make a new version."))
    standard.lines = _checked(title, lines)
    standard.title, standard.valid_from, standard.drafted_by = title.strip(), valid_from, actor.id
    fields = ["title", "lines", "valid_from", "drafted_by"]
    standard.save(update_fields=fields)
    record("display.amend", standard, actor=actor, fields=fields)
    return standard


def _checked(title: str, lines: Sequence[str]) -> list[str]:
    lines = [line.strip() for line in lines if line.strip()]
    wrong: dict[str, Sentence] = {}
    if not title.strip():
        wrong["title"] = _("Give it a title.")
    if not lines:
        wrong["lines"] = _("Write at least one line.")
    elif any(len(line) > LONGEST for line in lines):
        wrong["lines"] = _("A line has at most 200 characters.")
    if wrong:
        raise Invalid(wrong)
    return list(lines)
