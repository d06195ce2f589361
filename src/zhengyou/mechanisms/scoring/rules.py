"""Who may do what with scores."""

from django.utils.translation import gettext_lazy as _

from zhengyou.registry.access import functions

READ = functions.define("scoring.read", _("Read the comparison of units"))
RUN = functions.define("scoring.run", _("Compute the comparison of units"))
PUBLISH = functions.define("scoring.publish", _("Publish the comparison of units"))
