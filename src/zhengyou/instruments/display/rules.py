"""Who may do what with what is shown."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records.ledger import words
from zhengyou.registry.access import functions

READ = functions.define("display.read", _("Read cards and commitments"))
DRAFT = functions.define("display.manage", _("Draft cards and commitments"))
PUBLISH = functions.define("display.publish", _("Review cards and commitments and show them"))

words.describe(
    {
        "display.draft": _("Drafted"),
        "display.amend": _("Amended"),
        "display.submit": _("Submitted for review"),
        "display.show": _("Reviewed and shown"),
        "display.send_back": _("Sent back to the drafter"),
        "display.take_down": _("Taken down"),
    }
)
