"""The functions of this room."""

from django.utils.translation import gettext_lazy as _

from zhengyou.records.ledger import words
from zhengyou.registry.access import functions

READ = functions.define("services.read", _("See items, windows and cases"))
MANAGE = functions.define("services.manage", _("Manage items, windows and their staff"))
REGISTER = functions.define("services.register", _("Register and close cases"))
IMPORT = functions.define("services.import", _("Import cases from Excel"))
API = functions.define("services.api", _("Issue tokens to business systems"))

words.describe(
    {
        "services.open_item": _("Item added"),
        "services.amend_item": _("Guide amended"),
        "services.retire_item": _("Item withdrawn"),
        "services.open_window": _("Window opened"),
        "services.amend_window": _("Window amended"),
        "services.close_window": _("Window closed"),
        "services.staff_window": _("Staff put on duty"),
        "services.relieve": _("Staff relieved"),
        "services.register_case": _("Case accepted"),
        "services.handle": _("Handling begun"),
        "services.close": _("Case done"),
        "services.withdraw": _("Case withdrawn"),
        "services.pause": _("Promised time halted"),
        "services.resume": _("Promised time runs on"),
        "services.issue_token": _("Token issued"),
        "services.revoke_token": _("Token revoked"),
    }
)
