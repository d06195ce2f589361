"""Verbs of appeals: the unit files one against a bad rating, a body one level up decides it."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import rectification, rules
from zhengyou.instruments.ratings.actions.filing import REVIEW, file_appeal
from zhengyou.instruments.ratings.actions.loop import hand_out_anew, handling_of, held
from zhengyou.instruments.ratings.enums import Decision, Verdict
from zhengyou.instruments.ratings.machine import HANDLING
from zhengyou.instruments.ratings.models import Appeal, DayTally, Handling, Rating
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused, Sentence
from zhengyou.mechanisms.orders import actions as orders
from zhengyou.mechanisms.orders.machine import ENDED
from zhengyou.mechanisms.orders.models import Order
from zhengyou.records.ledger import SYSTEM, Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.deadlines import actions as deadlines
from zhengyou.registry.deadlines.queries import open_clock

GROUNDS = (Verdict.MISTAKEN, Verdict.MALICIOUS)
"""On what an appeal may rest."""


@transaction.atomic
def appeal(order: Order, *, ground: Verdict | str, words: str, actor: Actor) -> Appeal:
    """File the unit's appeal against the bad rating of its ``order``; the clock of putting right runs on meanwhile."""
    require(actor, rules.APPEAL, order.body)
    wrong: dict[str, Sentence] = {}
    if ground not in GROUNDS:
        wrong["ground"] = _("Choose whether it was given by mistake or maliciously.")
    if not words.strip():
        wrong["words"] = _("Say what shows it; the body above reads this.")
    if wrong:
        raise Invalid(wrong)
    rating = Rating.objects.filter(order=order).first()
    if rating is None or order.source_kind != rectification.SOURCE:
        raise Refused(_("Only against a bad rating is there an appeal."))
    locked = held(rating)
    if locked.order is None or locked.order.state in ENDED:
        raise Conflict(_("The handling is closed; an appeal comes before that."), code="state")
    handling = handling_of(locked)
    if handling.appeals.exclude(decision="").exists():
        raise Refused(_("An appeal against this rating has been decided already."), code="decided")
    handling = move(handling, "contest", HANDLING, actor=actor)
    return file_appeal(handling, ground=Verdict(ground), words=words, filed_by=locked.body, actor=actor)


@transaction.atomic
def decide_appeal(filed: Appeal, *, allowed: bool, words: str, actor: Actor) -> Appeal:
    """Decide an appeal one level up: upheld, the rating is not counted and says so with its reason; dismissed, it counts.

    The rated unit never decides, nor whoever filed it or sorted the rating out.
    """
    rules.require_reviewer(actor, filed)
    if not words.strip():
        raise Invalid({"words": _("Give the reason; it is published.")})
    locked = Appeal.objects.select_for_update(of=("self",)).select_related("handling__rating").get(pk=filed.pk)
    if locked.decision:
        raise Conflict(_("This appeal has been decided already."), code="state")
    locked.decision = Decision.ALLOWED if allowed else Decision.DISMISSED
    locked.decision_words, locked.decided_on = words.strip(), clock.today()
    fields = ["decision", "decision_words", "decided_on"]
    locked.save(update_fields=fields)
    record("ratings.decide_appeal", locked, actor=actor, fields=fields, target=locked.decision)
    if running := open_clock(locked, REVIEW):
        deadlines.meet(running, actor=actor)
    if allowed:
        _exclude(locked, words.strip(), actor)
    else:
        hand_out_anew(_count(locked, actor), actor=SYSTEM)
    return locked


def _exclude(decided: Appeal, words: str, actor: Actor) -> Handling:
    """Leave the rating out of the counts, and take its order back: the unit has nothing to put right."""
    handling = move(
        decided.handling, "exclude", HANDLING,
        actor=actor, verdict=decided.ground, reason=words, ended_on=clock.today(),
    )  # fmt: skip
    rating = handling.rating
    if rating.is_bad:
        DayTally.objects.filter(
            window=rating.window_id, day=rating.day, level=rating.level, channel=rating.channel, family=rating.family
        ).update(left_out=F("left_out") + 1)
    order = rating.order
    if order is not None and order.state not in ENDED:
        orders.annul(order, reason=str(_("The appeal against the rating was upheld.")), actor=SYSTEM)
    return handling


def _count(decided: Appeal, actor: Actor) -> Handling:
    """Let the rating count; an appeal dismissed leaves what is to be put right."""
    handling: Handling = move(decided.handling, "uphold_rating", HANDLING, actor=actor, verdict=Verdict.VALID)
    return handling
