"""The functions of this room."""

from django.utils.translation import gettext_lazy as _

from zhengyou.registry.access import functions

READ = functions.define("services.read", _("See items, windows and cases"))
MANAGE = functions.define("services.manage", _("Manage items, windows and their staff"))
REGISTER = functions.define("services.register", _("Register and close cases"))
IMPORT = functions.define("services.import", _("Import cases from Excel"))
API = functions.define("services.api", _("Issue tokens to business systems"))
