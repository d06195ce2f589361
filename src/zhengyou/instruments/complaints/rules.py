"""Who may do what with matters of the people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Forbidden
from zhengyou.records.ledger import words
from zhengyou.registry.access import functions

READ = functions.define("complaints.read", _("Read matters of the people, without who brought them"))
RECEIVE = functions.define("complaints.receive", _("Take in matters at the window, by telephone and on paper"))
TRIAGE = functions.define("complaints.triage", _("Answer, explain, classify, join and dispatch matters"))
IDENTITY = functions.define("complaints.identity", _("Open who brought a matter, with a reason"))
PUBLISH = functions.define("complaints.publish", _("Publish answers with names hidden"))
INVESTIGATE = functions.define("complaints.investigate", _("Investigate reports of misconduct"))
PROTECT = functions.define("complaints.protect", _("Read reports of retaliation"))
FOLLOW_UP = functions.define("complaints.follow_up", _("Follow up answered matters"))
KNOWLEDGE = functions.define("complaints.knowledge", _("Write and publish articles of the knowledge base"))
TABLES = functions.define("complaints.tables", _("Keep categories, responsibilities, boxes and telephone lines"))
OPEN_BOX = functions.define("complaints.open_box", _("Open opinion boxes and enter the slips"))
SPEAK = functions.define("complaints.speak", _("Give opinions as own staff and report abuse"))
SUPPORT = functions.define("complaints.support", _("Support staff who met abuse"))
NEEDS = functions.define("complaints.needs", _("Claim and meet needs of the people"))
NEEDS_BOARD = functions.define("complaints.needs_board", _("Keep the board of needs"))
EXCHANGE = functions.define("complaints.exchange", _("Exchange orders and replies with the upper platform"))
TEACH = functions.define("complaints.teach", _("Teach the classifier of matters"))
OPINIONS = functions.define("complaints.opinions", _("Draw up opinion reports, hot issues and what to put right first"))

words.describe(
    {
        "complaints.submit": _("Matter submitted by a citizen"),
        "complaints.receive": _("Matter taken in"),
        "complaints.speak": _("Opinion given by own staff"),
        "complaints.renew_code": _("New code given"),
        "complaints.classify": _("Matter classified"),
        "complaints.answer": _("Matter answered"),
        "complaints.inform": _("Complainant informed, not handled"),
        "complaints.dispatch": _("Matter handed to a unit"),
        "complaints.investigate": _("Report given to be investigated"),
        "complaints.merge": _("Matter joined to an earlier one"),
        "complaints.recall": _("Matter back with the office"),
        "complaints.reopen": _("To be handled again"),
        "complaints.redo": _("In handling again"),
        "complaints.close": _("Matter closed"),
        "complaints.say_not_solved": _("Complainant says it is not solved"),
        "complaints.rate_handling": _("Handling rated by the complainant"),
        "complaints.note_call_back": _("Word of the complainant noted"),
        "complaints.write": _("Message from the complainant"),
        "complaints.ask": _("Message to the complainant"),
        "complaints.report_retaliation": _("Retaliation reported"),
        "complaints.take_retaliation": _("Report of retaliation taken up"),
        "complaints.settle_retaliation": _("Report of retaliation settled"),
        "complaints.open_identity": _("Identity of the complainant opened"),
        "complaints.publish": _("Answer published"),
        "complaints.withdraw_publication": _("Published answer withdrawn"),
        "complaints.plan_follow_up": _("Follow-up planned"),
        "complaints.follow_up": _("Followed up"),
        "complaints.miss": _("Nobody reached"),
        "complaints.open_inquiry": _("Investigation opened"),
        "complaints.begin_inquiry": _("Investigation taken up"),
        "complaints.conclude": _("Investigation concluded"),
        "complaints.tell_reporter": _("Reporter told"),
        "complaints.write_article": _("Article written"),
        "complaints.publish_article": _("Article put into use"),
        "complaints.retire_article": _("Article taken out of use"),
        "complaints.put_up_box": _("Opinion box put up"),
        "complaints.take_down_box": _("Opinion box taken down"),
        "complaints.open_box": _("Opinion box opened"),
        "complaints.confirm_opening": _("Opening confirmed by the second person"),
        "complaints.finish_opening": _("All slips entered"),
        "complaints.show_line": _("Line of supervision shown"),
        "complaints.withdraw_line": _("Line of supervision withdrawn"),
        "complaints.report_abuse": _("Abuse of staff reported"),
        "complaints.support": _("Member of staff supported"),
        "complaints.settle_support": _("Support of staff settled"),
        "complaints.list_need": _("Need listed"),
        "complaints.claim": _("Need claimed"),
        "complaints.give_up": _("Claimed need put back"),
        "complaints.meet": _("Need met"),
        "complaints.confirm_need": _("Need confirmed as met"),
        "complaints.decline_need": _("Need declined with reason"),
        "complaints.load_categories": _("Categories added"),
        "complaints.name_responsible": _("Responsible unit entered"),
        "complaints.end_responsibility": _("Responsibility ended"),
        "complaints.collect": _("Opinions merged into an item"),
        "complaints.route": _("Item of opinion handed to a unit"),
        "complaints.answer_item": _("Item of opinion answered"),
        "complaints.close_item": _("Item of opinion closed"),
        "complaints.publish_item": _("Item of opinion shown or hidden"),
        "complaints.draw_up": _("Opinion report begun"),
        "complaints.adopt": _("Opinion report adopted"),
        "complaints.close_report": _("Opinion report closed"),
        "complaints.list_issue": _("Hot issue listed"),
        "complaints.tackle": _("Hot issue tackled"),
        "complaints.settle_issue": _("Hot issue settled"),
        "complaints.save_rule": _("Rule of priorities entered"),
        "complaints.propose": _("Priority proposed"),
        "complaints.accept_proposal": _("Priority accepted, order opened"),
        "complaints.decline_proposal": _("Priority declined"),
        "complaints.save_platform": _("Upper platform entered or mended"),
        "complaints.lay_out": _("Columns of the upper platform set"),
        "complaints.exchange_in": _("Orders of the upper platform taken over"),
        "complaints.exchange_out": _("Replies given to the upper platform"),
        "complaints.reconcile": _("Change by the upper platform taken over"),
        "complaints.send_again": _("Reply to be sent again"),
        "complaints.take_over_texts": _("Labelled texts taken over"),
        "complaints.learn": _("Classifier taught anew"),
        "complaints.tell_apart": _("Matters found to differ"),
        "complaints.settle_mass": _("Mass matter settled"),
        "complaints.save_formula": _("Formula of the three rates entered"),
        "complaints.save_mailbox": _("Mailbox entered or mended"),
        "complaints.take_over_register": _("Matters of another register taken over"),
    }
)


def require_outside(actor: Any, body: Any) -> None:
    """Raise Forbidden where ``actor`` wears a hat of ``body`` or below it: the unit concerned."""
    own = getattr(actor, "body", None)
    if body is not None and own is not None and own.path.startswith(body.path):
        raise Forbidden(_("The unit concerned never learns who brought a matter. The level above makes the contact."))
