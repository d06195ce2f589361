"""Verbs of the rules of handling bad ratings: take a sample as a draft, say who calls back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import rules
from zhengyou.instruments.ratings.enums import CallerWord
from zhengyou.instruments.ratings.models import LoopRule
from zhengyou.instruments.ratings.samples import Sample
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.deadlines.actions import packs
from zhengyou.registry.deadlines.enums import PackState
from zhengyou.registry.deadlines.models import RulePack


@transaction.atomic
def adopt_pack(sample: Sample, *, body: Body, actor: Actor) -> RulePack:
    """Begin a rule pack of ``body`` as a draft with the limits and sources of ``sample``; it is read and then published."""
    require(actor, rules.KEEP, body)
    facts = {
        "code": f"rating-{sample.code.replace('_', '-')}-{body.pk}"[:40],
        "title": sample.title,
        "body": body,
        "valid_from": clock.today(),
        "source": sample.source,
    }
    draft = packs.draft_pack(facts, actor=actor)
    for rule in sample.rules:
        packs.set_rule(draft, rule, actor=actor)
    LoopRule.objects.create(pack=draft, caller=sample.caller, reopen_most=sample.reopen_most, source=sample.loop_source)
    record("ratings.adopt_pack", draft, actor=actor)
    return draft


def copy_loop(pack: RulePack, revised: RulePack) -> None:
    """Let the next version of a pack begin with who calls back and how often it reopens (subscribed to its revision)."""
    rule = LoopRule.objects.filter(pack=pack).first()
    if rule is not None:
        LoopRule.objects.create(pack=revised, caller=rule.caller, reopen_most=rule.reopen_most, source=rule.source)


@transaction.atomic
def set_loop(pack: RulePack, *, caller: CallerWord | str, reopen_most: int, source: str, actor: Actor) -> LoopRule:
    """Say in a draft who calls raters back and how often they may have it taken up again, and by what document."""
    require(actor, rules.KEEP, pack.body)
    if caller not in CallerWord.values:
        raise Invalid({"caller": _("Choose who calls back.")})
    if not source.strip():
        raise Invalid({"source": _("Name the document that says so.")})
    if pack.state != PackState.DRAFT:
        raise Conflict(_("A version in force never changes; begin a new version."))
    rule, _new = LoopRule.objects.update_or_create(
        pack=pack, defaults={"caller": caller, "reopen_most": reopen_most, "source": source.strip()[:300]}
    )
    record("ratings.set_loop", pack, actor=actor, fields=["caller", "reopen_most", "source"])
    return rule
