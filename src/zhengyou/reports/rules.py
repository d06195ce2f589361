"""Who may read which overview."""

from django.utils.translation import gettext_lazy as _

from zhengyou.registry.access import functions

READ = functions.define("reports.read", _("Read the overview of the own unit"))
LEAD = functions.define("reports.lead", _("Read the overview of all units in scope"))
