"""Who may do what with an order."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records.ledger import words
from zhengyou.registry.access import functions

READ = functions.define("orders.read", _("Read orders"))
ANSWER = functions.define("orders.answer", _("Sign for and answer orders"))
OPEN = functions.define("orders.open", _("Open orders"))
VERIFY = functions.define("orders.verify", _("Verify replies and close orders"))

words.describe(
    {
        "orders.open": _("Order opened"),
        "orders.sign": _("Signed for"),
        "orders.reply": _("Replied"),
        "orders.verify": _("Reply accepted, order closed"),
        "orders.send_back": _("Reply sent back"),
        "orders.withdraw": _("Order withdrawn"),
    }
)
