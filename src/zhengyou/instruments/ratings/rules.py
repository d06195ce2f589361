"""The functions of this room, and who may do what with a bad rating: the rated unit never what is for those above."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Forbidden, Sentence
from zhengyou.records.ledger import SYSTEM, Actor, words
from zhengyou.registry.access import functions
from zhengyou.registry.access.rules import Verdict, may, require
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.services.models import Case

READ = functions.define("ratings.read", _("See rating summaries of the own units"))
SUPERVISE = functions.define("ratings.supervise", _("Review rating texts and hand out rectifications"))
FORCED_PRAISE = functions.define("ratings.forced_praise", _("Read confidential reports of demanded praise"))
ENTER = functions.define("ratings.enter", _("Enter ratings given on paper or by telephone"))
APPEAL = functions.define("ratings.appeal", _("Appeal against bad ratings of the own unit"))
DECIDE_APPEAL = functions.define("ratings.decide_appeal", _("Decide appeals against bad ratings"))
CALL_BACK = functions.define("ratings.call_back", _("Call raters back for the unit, where designated"))
PROTECT = functions.define("ratings.protect", _("Look into retaliation against raters"))
KEEP = functions.define("ratings.keep", _("Keep the rules of handling bad ratings"))
PUSH = functions.define("ratings.push", _("Push ratings to upper platforms and webhooks"))
IMPORT = functions.define("ratings.import", _("Take ratings over from upper platforms"))
PANELS = functions.define("ratings.panels", _("Invite panels to judge units as a whole"))
CHECK = functions.define("ratings.check", _("Judge units by spot checks"))
KIOSKS = functions.define("ratings.kiosks", _("Set up rating terminals of the own windows"))

words.describe(
    {
        "ratings.mint": _("Invited to rate"),
        "ratings.rate": _("Rated by a visitor"),
        "ratings.enter": _("Rating entered for a visitor"),
        "ratings.report_praise_demand": _("Demanded praise reported"),
        "ratings.read_report": _("Confidential report taken up"),
        "ratings.review_text": _("Text of a rating reviewed"),
        "ratings.give_ticket": _("Ticket of the hall given"),
        "ratings.send_text": _("Invitation sent by text message"),
        "ratings.add": _("Rater added to a rating"),
        "ratings.review_addition": _("Text of an addition reviewed"),
        "ratings.dispatch": _("Bad rating handed out for rectification"),
        "ratings.screen": _("Words of a rating screened for the unit"),
        "ratings.contact": _("Rater contacted"),
        "ratings.hand_out": _("Sorted out: justified"),
        "ratings.explain": _("Sorted out: explained to the rater"),
        "ratings.contest": _("Held mistaken or malicious"),
        "ratings.exclude": _("Rating not counted"),
        "ratings.uphold_rating": _("Rating counts after review"),
        "ratings.object_to": _("Rater objects to the explanation"),
        "ratings.reopen": _("Rater has it taken up again"),
        "ratings.appeal": _("Appeal against a rating filed"),
        "ratings.decide_appeal": _("Appeal against a rating decided"),
        "ratings.call_back": _("Rater called back"),
        "ratings.designate_caller": _("Person for call-backs designated"),
        "ratings.report_retaliation": _("Retaliation reported"),
        "ratings.take_up_retaliation": _("Report of retaliation taken up"),
        "ratings.answer_retaliation": _("Report of retaliation answered"),
        "ratings.adopt_pack": _("Sample rule pack taken as a draft"),
        "ratings.set_loop": _("Rule of call-backs set"),
        "ratings.save_platform": _("Upper rating platform entered"),
        "ratings.push": _("Pushed to the upper platform"),
        "ratings.push_again": _("Push put on its way again"),
        "ratings.reconcile": _("Reconciled with the upper platform"),
        "ratings.take_in": _("Ratings taken over from the upper platform"),
        "ratings.convene": _("Panel invited"),
        "ratings.judge": _("Judged by a panel"),
        "ratings.check_unit": _("Judged by a spot check"),
        "ratings.add_webhook": _("Webhook entered"),
        "ratings.set_up_kiosk": _("Rating terminal set up"),
        "ratings.amend_kiosk": _("Rating terminal changed"),
        "ratings.ask_to_pair": _("Pairing code of a terminal made"),
        "ratings.pair_kiosk": _("Device bound to the terminal"),
        "ratings.unbind_kiosk": _("Device let go from the terminal"),
        "ratings.retire_kiosk": _("Rating terminal taken out of service"),
        "ratings.alarm_kiosk": _("Silence of a terminal told"),
        "ratings.sign_log": _("Log of ratings signed"),
        "ratings.erase": _("Rating erased on the rater's demand"),
        "ratings.expire": _("Invitation expired"),
        "ratings.issue_tag_set": _("Tag set issued"),
    }
)


def require_operator(actor: Actor) -> None:
    """Raise Forbidden unless the installation itself acts: the tags are national, and no unit or office may change them."""
    if actor.kind != SYSTEM.kind:
        raise Forbidden(_("The tag set is the same everywhere; a new version comes with the platform."))


def require_supervision(actor: Actor, rating: Any) -> None:
    """Raise Forbidden unless ``actor`` supervises the ratings of this unit."""
    require(actor, SUPERVISE, rating.body)


def require_above(actor: Actor, rating: Any) -> None:
    """Raise Forbidden unless ``actor`` supervises the ratings of this unit from above it."""
    require(actor, SUPERVISE, rating.body)
    require_not_own(actor, rating.body, _("The rated unit never sees who rated. The level above makes the call."))


def require_protector(actor: Actor, report: Any) -> None:
    """Raise Forbidden unless ``actor`` looks into retaliation from above the unit concerned."""
    require(actor, PROTECT, report.body)
    require_not_own(actor, report.body, _("The rated unit never reads a report of retaliation."))


def require_not_own(actor: Actor, body: Body, reason: Sentence) -> None:
    """Raise Forbidden with ``reason`` where ``actor`` belongs to the rated unit or one below it."""
    if _belongs(actor, body):
        raise Forbidden(reason)


def _belongs(actor: Actor, body: Body) -> bool:
    own = getattr(actor, "body", None)
    return own is not None and bool(own.path.startswith(body.path))


def is_withheld(actor: Actor, body: Body) -> bool:
    """Return whether what leads to single ratings of ``body`` is kept from ``actor``, who belongs to it."""
    return body.parent_id is not None and _belongs(actor, body)


def require_from_above(actor: Actor, body: Body) -> None:
    """Raise Forbidden where ``actor`` belongs to the rated unit, unless nobody stands above it.

    For words and reports that the level above reads before the unit does.
    """
    if is_withheld(actor, body):
        raise Forbidden(_("The level above reads this before the unit does."))


def require_taker(actor: Actor, platform: Body, rated: Body) -> None:
    """Raise Forbidden where ratings of ``rated`` come in by its own hand: by a platform of its own, or by its own people.

    Whoever takes ratings over holds them with the numbers of their cases, and could make some up. Of the highest body
    its own people may: nobody stands above it.
    """
    if platform.parent_id is not None and platform.path == rated.path:
        raise Forbidden(_("A unit takes ratings of its own over from no platform of its own; the level above does."))
    if is_withheld(actor, rated):
        raise Forbidden(_("The rated unit never takes its own ratings over; the level above does."))


def may_review(actor: Actor, appeal: Any) -> Verdict:
    """Return whether ``actor`` decides ``appeal``: for the body above, neither rated nor whoever filed or sorted out."""
    own = getattr(actor, "body", None)
    if own is not None and own.path.startswith(appeal.body.path) and appeal.reviewer_id != own.pk:
        return Verdict(False, _("The rated unit never decides its own appeal; the level above does."))
    if actor.id and actor.id in {appeal.filer, appeal.handling.sorted_by}:
        return Verdict(False, _("Who filed an appeal or sorted the rating out does not decide it."))
    return may(actor, DECIDE_APPEAL, appeal.reviewer)


def require_reviewer(actor: Actor, appeal: Any) -> None:
    """Raise Forbidden with the reason unless ``actor`` may decide ``appeal``."""
    if not (verdict := may_review(actor, appeal)):
        raise Forbidden(verdict.reason)


def is_rated(appointment: Appointment) -> bool:
    """Return whether somebody handles cases under this appointment and is therefore rated."""
    return appointment.staffings.exists() or Case.objects.filter(handler=appointment).exists()
