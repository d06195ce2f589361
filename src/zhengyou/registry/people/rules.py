"""Who may keep the list of persons and their accounts."""

from django.utils.translation import gettext_lazy as _

from zhengyou.registry.people import functions

MANAGE = functions.define("people.manage", _("Keep the list of persons"))
ACCOUNTS = functions.define("people.accounts", _("Open, close and reset accounts"))
