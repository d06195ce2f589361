"""What the ledger says about roles, grants and hats."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """Verbs of access."""

    GRANT = "access.grant", _("Role granted")
    REVOKE = "access.revoke", _("Role withdrawn")
    ADD_ROLE = "access.add_role", _("Role added")
    CHANGE_ROLE = "access.change_role", _("Role changed")
    RESTORE_ROLE = "access.restore_role", _("Role set back to its default")
    SWITCH_HAT = "access.switch_hat", _("Identity switched")
    TIME_OUT_HAT = "access.time_out_hat", _("Identity timed out")
