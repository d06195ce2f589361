"""Who may do what with plans."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records.ledger import words
from zhengyou.registry.access import functions

READ = functions.define("plans.read", _("Read plans"))
MANAGE = functions.define("plans.manage", _("Take in and check plans"))
ASK_MODEL = functions.define("plans.ask_model", _("Send plans to a language model outside"))

words.describe(
    {
        "plans.take_in": _("Plan taken in"),
        "plans.correct": _("Draft corrected"),
        "plans.add": _("Added to the draft"),
        "plans.remove": _("Removed from the draft"),
        "plans.restore": _("Put back into the draft"),
        "plans.merge": _("Merged in the draft"),
        "plans.undo": _("Step on the draft undone"),
        "plans.amend_text": _("Amended text taken in"),
        "plans.draw_up": _("Plan drawn up from an earlier campaign"),
        "plans.adopt": _("Amended text compared with the campaign and taken over"),
        "plans.answer": _("Remark answered"),
        "plans.confirm": _("Draft confirmed"),
        "plans.reopen": _("Opened again for checking"),
        "plans.launch": _("Campaign launched"),
        "plans.withdraw": _("Plan withdrawn"),
        "plans.ask_model": _("Text sent to a language model"),
        "plans.propose": _("Part of the text read by the language model"),
        "plans.finish_reading": _("Language model has read the text"),
        "plans.fail_reading": _("Language model gave no result"),
        "plans.stop_reading": _("Reading by the language model stopped"),
        "plans.take_proposals": _("Proposals of the language model taken"),
        "plans.reject_proposals": _("Proposals of the language model rejected"),
    }
)
