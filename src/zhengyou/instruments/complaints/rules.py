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
OPINIONS = functions.define("complaints.opinions", _("Draw up opinion reports, hot issues and what to put right first"))

words.describe(
    {
        "complaints.receive": _("Matter taken in"),
        "complaints.submit": _("Matter submitted by a citizen"),
    }
)


def require_outside(actor: Any, body: Any) -> None:
    """Raise Forbidden where ``actor`` wears a hat of ``body`` or below it: the unit concerned."""
    own = getattr(actor, "body", None)
    if body is not None and own is not None and own.path.startswith(body.path):
        raise Forbidden(_("The unit concerned never learns who brought a matter. The level above makes the contact."))
