"""Who may do what with campaigns."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records.ledger import words
from zhengyou.registry.access import functions

READ = functions.define("campaigns.read", _("Read campaigns"))
LAUNCH = functions.define("campaigns.launch", _("Launch and lead campaigns"))
SUBMIT = functions.define("campaigns.submit", _("Do task sheets of the own unit"))
CHECK = functions.define("campaigns.check", _("Check task sheets"))

words.describe(
    {
        "campaigns.launch": _("Campaign launched"),
        "campaigns.begin": _("Campaign begun"),
        "campaigns.conclude": _("Campaign concluded"),
        "campaigns.withdraw": _("Campaign withdrawn"),
        "campaigns.add_duty": _("Duty added"),
        "campaigns.add_units": _("Units added"),
        "campaigns.submit": _("Task sheet handed in"),
        "campaigns.take_back": _("Task sheet taken back"),
        "campaigns.accept": _("Task sheet accepted"),
        "campaigns.return_sheet": _("Task sheet returned"),
        "campaigns.cancel": _("Task sheet cancelled"),
    }
)
