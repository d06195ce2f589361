"""Who may do what with an order."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.orders.enums import Role
from zhengyou.records import ledger
from zhengyou.records.ledger import words
from zhengyou.registry.access import functions
from zhengyou.registry.access.rules import Verdict, may, require

READ = functions.define("orders.read", _("Read orders"))
ANSWER = functions.define("orders.answer", _("Sign for and answer orders"))
OPEN = functions.define("orders.open", _("Open orders"))
DISPATCH = functions.define("orders.dispatch", _("Dispatch orders and decide returns"))
VERIFY = functions.define("orders.verify", _("Verify replies and close orders"))
PAUSE = functions.define("orders.pause", _("Let the clock of an order stand still"))
CHECK = functions.define("orders.check", _("Call back, draw samples and check closed orders"))
KEEP = functions.define("orders.keep", _("Keep templates and profiles of orders"))
PROPOSE = functions.define("orders.propose", _("Propose changes of rules from recurring orders"))
DECIDE = functions.define("orders.decide", _("Decide proposals to change a rule"))

words.describe(
    {
        "orders.receive": _("Matter received"),
        "orders.open": _("Order opened"),
        "orders.dispatch": _("Order dispatched"),
        "orders.assist": _("Assisting unit added"),
        "orders.sign": _("Signed for"),
        "orders.contact": _("Whoever raised it was contacted"),
        "orders.plan": _("Measures, limit and responsible person stated"),
        "orders.tick": _("Item of the check list settled"),
        "orders.write_note": _("Note written"),
        "orders.hand_over": _("Handed over"),
        "orders.designate": _("Assigned by name"),
        "orders.return_order": _("Return asked for"),
        "orders.uphold": _("Return refused, the unit handles it"),
        "orders.redirect": _("Given to another unit"),
        "orders.reply": _("Replied"),
        "orders.verify": _("Reply accepted, order closed"),
        "orders.audit": _("Reply accepted, to be called back"),
        "orders.send_back": _("Reply sent back"),
        "orders.finish": _("Called back, order closed"),
        "orders.miss": _("Called back in vain"),
        "orders.redo": _("Called back, to be redone"),
        "orders.reopen": _("Opened again"),
        "orders.pause": _("Clock stands still"),
        "orders.resume": _("Clock runs again"),
        "orders.ask_extension": _("Extension asked for"),
        "orders.merge": _("Merged into another order"),
        "orders.unmerge": _("Merging undone"),
        "orders.close_merged": _("Closed with its main order"),
        "orders.reopen_merged": _("Opened again with its main order"),
        "orders.withdraw": _("Order withdrawn"),
        "orders.annul": _("Order taken back, its ground fell away"),
        "orders.restate": _("Words of the order set anew"),
        "orders.draw_sample": _("Sample drawn"),
        "orders.answer_check": _("Check answered"),
        "orders.set_profile": _("Profile of a kind set"),
        "orders.save_template": _("Template saved"),
        "orders.drop_template": _("Template no longer offered"),
        "orders.propose": _("Change of a rule proposed"),
        "orders.revise": _("Proposal changed"),
        "orders.submit": _("Proposal submitted"),
        "orders.take_back": _("Proposal taken back"),
        "orders.accept": _("Proposal accepted"),
        "orders.reject": _("Proposal not accepted"),
    }
)


def may_answer(actor: ledger.Actor, order: Any) -> Verdict:
    """Return whether ``actor`` works on ``order`` for the responsible unit."""
    return may(actor, ANSWER, order.body)


def may_verify(actor: ledger.Actor, order: Any) -> Verdict:
    """Return whether ``actor`` accepts the reply: who verifies, for an assisting unit's whoever works for the lead unit.

    A unit never verifies its own reply where there is a body above it.
    """
    own = getattr(actor, "body", None)
    if own is not None and own.pk == order.body_id and order.verifier_id != order.body_id:
        return Verdict(False, _("A unit does not verify its own reply; the body above does."))
    verdict = may(actor, VERIFY, order.verifier)
    if not verdict and order.role == Role.ASSIST:
        return may(actor, ANSWER, order.verifier)
    return verdict


def may_decide_return(actor: ledger.Actor, order: Any) -> Verdict:
    """Return whether ``actor`` decides where the order belongs; never the unit that wants to return it."""
    own = getattr(actor, "body", None)
    if own is not None and own.pk == order.body_id and order.decider.pk != order.body_id:
        return Verdict(False, _("A unit does not decide about its own return; the body above does."))
    return may(actor, DISPATCH, order.decider)


def require_verifier(actor: ledger.Actor, order: Any) -> None:
    """Raise Forbidden where ``actor`` lacks the function, Refused where it is the unit's own reply."""
    _require(may_verify(actor, order), actor, VERIFY, order.verifier)


def require_decider(actor: ledger.Actor, order: Any) -> None:
    """Raise Forbidden where ``actor`` lacks the function, Refused where it is the unit's own return."""
    _require(may_decide_return(actor, order), actor, DISPATCH, order.decider)


def _require(verdict: Verdict, actor: ledger.Actor, function: str, body: Any) -> None:
    if verdict:
        return
    require(actor, function, body)
    raise Refused(verdict.reason)


SUPERVISE = functions.define("orders.supervise", _("Supervise: send notices, propose and pursue measures"))
TRIGGER = functions.define("orders.trigger", _("Keep the rules that propose measures"))
PROBLEMS = functions.define("orders.problems", _("Keep lists of problems"))
ACCOUNT = functions.define("orders.account", _("Keep accountability cases"))
VIOLATIONS = functions.define("orders.violations", _("Follow up violations of rules"))
TOURS = functions.define("orders.tours", _("Plan visits to units"))

words.describe(
    {
        "orders.send_writ": _("Notice sent"),
        "orders.sign_writ": _("Notice signed for"),
        "orders.withdraw_writ": _("Notice taken back"),
        "orders.propose_measure": _("Measure proposed"),
        "orders.submit_measure": _("Measure submitted for signature"),
        "orders.sign_measure": _("Measure signed"),
        "orders.return_measure": _("Measure back with the supervision officer"),
        "orders.accept_measure": _("Measure taken up"),
        "orders.carry_out": _("Measure carried out"),
        "orders.drop_measure": _("Measure not pursued"),
        "orders.set_trigger": _("Trigger rule set"),
        "orders.retire_trigger": _("Trigger rule put out of use"),
        "orders.begin_list": _("List of problems begun"),
        "orders.change_list": _("List of problems changed"),
        "orders.find_problem": _("Problem found"),
        "orders.plan_problem": _("Measures against the problem settled"),
        "orders.hand_out": _("Order made of the problem"),
        "orders.reopen_problem": _("Order withdrawn, problem open again"),
        "orders.solve": _("Problem solved"),
        "orders.drop_problem": _("Problem taken off the list"),
        "orders.show_highlight": _("Solution shown as an example"),
        "orders.hide_highlight": _("Solution no longer shown"),
        "orders.open_case": _("Accountability case opened"),
        "orders.ask_statement": _("Statement asked for"),
        "orders.hear": _("Statement heard"),
        "orders.hand_over_case": _("Case handed over"),
        "orders.note_outcome": _("Answer of the competent organ noted"),
        "orders.end_case": _("Case ended"),
        "orders.find_violation": _("Violation recorded"),
        "orders.send_letter": _("Letter of opinion sent"),
        "orders.answer_letter": _("Correction reported"),
        "orders.insist": _("Correction not accepted"),
        "orders.correct": _("Correction verified"),
        "orders.dismiss": _("Violation not confirmed"),
        "orders.enter_plan": _("Entry of the year's plan made"),
        "orders.plan_tour": _("Visit planned"),
        "orders.conclude_tour": _("Visit concluded"),
        "orders.cancel_tour": _("Visit cancelled"),
    }
)
