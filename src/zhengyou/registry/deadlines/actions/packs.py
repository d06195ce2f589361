"""Verbs of rule packs: load the shipped one, draft, revise, set and drop rules, publish, withdraw."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock as time
from zhengyou.kernel.errors import Conflict, Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines import hooks, policy, queries, rules
from zhengyou.registry.deadlines.enums import PackState
from zhengyou.registry.deadlines.machine import PACK
from zhengyou.registry.deadlines.models import Rule, RulePack, Rung

_COPIED = ("key", "title", "amount", "unit", "ending", "most_extension", "source", "verified", "note")
_COPIED_ALL = (*_COPIED, "warn_at_percent", "warn_working_days")
_RUNG = ("key", "grade", "after", "told", "source", "verified")
_HOURS = ("morning_from", "morning_to", "afternoon_from", "afternoon_to")


def rule_in_force(key: str, body: Body | None, on: dt.date) -> Rule:
    """Return the rule that holds for ``body`` on a day, loading the shipped pack where nobody has yet.

    Raises Refused where no pack in force has the key.
    """
    rule = queries.rule_for(key, body, on)
    if rule is None and load_shipped() is not None:
        rule = queries.rule_for(key, body, on)
    if rule is None:
        raise Refused(
            _("No time limit is set for “%(key)s”. Add it to a rule pack in force.") % {"key": key}, code="no_rule"
        )
    return rule


@transaction.atomic
def load_shipped(*, actor: ledger.Actor = ledger.SYSTEM) -> RulePack | None:
    """Bring the shipped pack to what `policy` says, as a new version; returns None where it stands already."""
    latest = RulePack.objects.filter(shipped=True).order_by("-version").first()
    wanted = {rule.key: _shipped(rule) for rule in policy.DEFAULT_RULES}
    rungs = [dataclasses.asdict(rung) | {"told": list(rung.told)} for rung in policy.DEFAULT_RUNGS]
    if latest and {rule["key"]: rule for rule in latest.rules.values(*_COPIED)} == wanted and _same(latest, rungs):
        return None
    opens, closes = policy.OFFICE_HOURS.parts[0], policy.OFFICE_HOURS.parts[-1]
    pack, made = RulePack.objects.get_or_create(
        code=policy.PACK_CODE,
        version=latest.version + 1 if latest else 1,
        defaults={
            "title": policy.PACK_TITLE,
            "source": policy.PACK_SOURCE,
            "shipped": True,
            "valid_from": time.today() if latest else policy.PACK_VALID_FROM,
            "state": PackState.IN_FORCE,
            **dict(zip(_HOURS, (*opens, *closes), strict=True)),
        },
    )
    if made:
        warnings = {"warn_at_percent": policy.WARN_AT_PERCENT, "warn_working_days": policy.WARN_WORKING_DAYS}
        Rule.objects.bulk_create([Rule(pack=pack, **warnings, **fields) for fields in wanted.values()])
        Rung.objects.bulk_create([Rung(pack=pack, **fields) for fields in rungs])
        record("deadlines.load_shipped", pack, actor=actor, target=PackState.IN_FORCE)
    return pack


def _same(pack: RulePack, rungs: list[dict[str, Any]]) -> bool:
    """Return whether the ladder of ``pack`` is this one."""
    return list(pack.rungs.values(*_RUNG)) == sorted(rungs, key=lambda rung: (rung["key"], rung["grade"]))


def _shipped(rule: policy.Default) -> dict[str, Any]:
    """Return a default rule as the fields of a row."""
    fields = {field.name: getattr(rule, field.name) for field in dataclasses.fields(rule)}
    return fields | {"unit": rule.unit.value, "ending": rule.ending.value}


@transaction.atomic
def draft_pack(fields: Mapping[str, Any], *, actor: ledger.Actor) -> RulePack:
    """Begin a rule pack with ``code``, ``title``, ``body``, ``level``, ``valid_from``, ``source`` and office hours."""
    rules.require_keeper(actor, fields.get("body"))
    if RulePack.objects.filter(code=fields["code"]).exists():
        raise Refused(_("This code is in use; revise that pack or choose another code."), field="code")
    try:
        with transaction.atomic():
            pack = RulePack.objects.create(**fields)
    except IntegrityError:
        raise Refused(_("This code is in use; revise that pack or choose another code."), field="code") from None
    record("deadlines.draft_pack", pack, actor=actor, target=pack.state)
    return pack


@transaction.atomic
def revise_pack(pack: RulePack, *, actor: ledger.Actor) -> RulePack:
    """Begin the next version of ``pack`` as a draft with the same rules. Only one draft at a time."""
    rules.require_keeper(actor, pack.body)
    versions = RulePack.objects.filter(code=pack.code)
    list(
        versions.select_for_update().order_by("pk").values_list("pk")
    )  # of two who begin a version one finds the other's
    if pack.shipped:
        raise Refused(_("The shipped pack is renewed with the platform; make a pack of your own that goes before it."))
    if versions.filter(state=PackState.DRAFT).exists():
        raise Conflict(_("There is a draft of this pack already; finish that one first."))
    latest = versions.aggregate(latest=Max("version"))["latest"]
    kept = ("code", "title", "body", "level", "source", *_HOURS)
    revised = RulePack.objects.create(
        version=latest + 1, valid_from=time.today(), **{name: getattr(pack, name) for name in kept}
    )
    Rule.objects.bulk_create([Rule(pack=revised, **fields) for fields in pack.rules.values(*_COPIED_ALL)])
    Rung.objects.bulk_create([Rung(pack=revised, **fields) for fields in pack.rungs.values(*_RUNG)])
    for told in hooks.revised:
        told(pack, revised)
    record("deadlines.revise_pack", revised, actor=actor, target=revised.state)
    return revised


@transaction.atomic
def change_pack(pack: RulePack, fields: Mapping[str, Any], *, actor: ledger.Actor) -> RulePack:
    """Change title, validity, source or hours of a draft."""
    draft = _draft(pack, actor)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(fields))
    record("deadlines.change_pack", draft, actor=actor, fields=fields)
    return draft


@transaction.atomic
def set_rule(pack: RulePack, fields: Mapping[str, Any], *, actor: ledger.Actor) -> Rule:
    """Put the rule ``fields["key"]`` into a draft, or change it there."""
    draft = _draft(pack, actor)
    others = {name: value for name, value in fields.items() if name != "key"}
    rule, _made = Rule.objects.update_or_create(pack=draft, key=fields["key"], defaults=others)
    record("deadlines.set_rule", draft, actor=actor, fields=fields)
    return rule


@transaction.atomic
def drop_rule(rule: Rule, *, actor: ledger.Actor) -> RulePack:
    """Take a rule out of a draft; the packs below it then hold again."""
    draft = _draft(rule.pack, actor)
    rule.delete()
    record("deadlines.drop_rule", draft, actor=actor, fields=["rules"])
    return draft


@transaction.atomic
def set_rung(pack: RulePack, fields: Mapping[str, Any], *, actor: ledger.Actor) -> Rung:
    """Put one rung of a ladder into a draft, or change it there; higher rungs never come before lower ones."""
    draft = _draft(pack, actor)
    others = {name: value for name, value in fields.items() if name not in ("key", "grade")}
    rungs = Rung.objects.filter(pack=draft, key=fields["key"])
    below = rungs.filter(grade__lt=fields["grade"]).order_by("-after").first()
    above = rungs.filter(grade__gt=fields["grade"]).order_by("after").first()
    if (below and below.after > fields["after"]) or (above and above.after < fields["after"]):
        raise Refused(_("A graver rung does not come before a lighter one."), field="after")
    rung, _made = Rung.objects.update_or_create(pack=draft, key=fields["key"], grade=fields["grade"], defaults=others)
    record("deadlines.set_rung", draft, actor=actor, fields=fields)
    return rung


@transaction.atomic
def drop_rung(rung: Rung, *, actor: ledger.Actor) -> RulePack:
    """Take a rung out of a draft."""
    draft = _draft(rung.pack, actor)
    rung.delete()
    record("deadlines.drop_rung", draft, actor=actor, fields=["rungs"])
    return draft


@transaction.atomic
def publish_pack(pack: RulePack, *, actor: ledger.Actor) -> RulePack:
    """Put a draft into force from its day on. Running clocks keep the rule under which they were started."""
    draft = _draft(pack, actor)
    if not draft.rules.exists() and not draft.rungs.exists():
        raise Refused(_("The pack has no rules yet."))
    return move(draft, "publish", PACK, actor=actor)


@transaction.atomic
def withdraw_pack(pack: RulePack, *, actor: ledger.Actor) -> RulePack:
    """Take a version out of force; clocks started by it keep running by it."""
    rules.require_keeper(actor, pack.body)
    if pack.shipped:
        raise Refused(_("The shipped pack stays; make a pack of your own that goes before it."))
    return move(pack, "withdraw", PACK, actor=actor)


def _draft(pack: RulePack, actor: ledger.Actor) -> RulePack:
    """Return ``pack`` locked, if it is still a draft and ``actor`` keeps its body's rules."""
    rules.require_keeper(actor, pack.body)
    locked = RulePack.objects.select_for_update(of=("self",)).select_related("body").get(pk=pack.pk)
    if locked.state != PackState.DRAFT:
        raise Conflict(_("A version in force never changes; begin a new version."))
    return locked
