"""The functions of this room."""

from django.utils.translation import gettext_lazy as _

from zhengyou.registry.access import functions

READ = functions.define("ratings.read", _("See rating summaries of the own units"))
SUPERVISE = functions.define("ratings.supervise", _("Review rating texts and hand out rectifications"))
FORCED_PRAISE = functions.define("ratings.forced_praise", _("Read confidential reports of demanded praise"))
ENTER = functions.define("ratings.enter", _("Enter ratings given on paper or by telephone"))
