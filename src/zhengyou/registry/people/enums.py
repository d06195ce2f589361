"""Stored words of people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitEnd(models.TextChoices):
    """How a stay at the desk ended."""

    SIGNED_OUT = "signed_out", _("Signed out")
    IDLE = "idle", _("Timed out")
    REVOKED = "revoked", _("Ended by the person")
    REPLACED = "replaced", _("Ended by a change of the account")


class Verb(models.TextChoices):
    """What the ledger says about persons and accounts."""

    ENROL = "people.enrol", _("Person enrolled")
    RENAME = "people.rename", _("Person renamed")
    CHANGE_PHONE = "people.change_phone", _("Telephone number changed")
    CHANGE_EMAIL = "people.change_email", _("E-mail address changed")
    CONFIRM_EMAIL = "people.confirm_email", _("E-mail address confirmed")
    SEND_EMAIL_CODE = "people.send_email_code", _("Code sent to an e-mail address")
    LEAVE = "people.leave", _("Person left")
    OPEN_ACCOUNT = "people.open_account", _("Account opened")
    CLOSE_ACCOUNT = "people.close_account", _("Account closed")
    REOPEN_ACCOUNT = "people.reopen_account", _("Account reopened")
    RESET_PASSWORD = "people.reset_password", _("Password reset")
    CHANGE_PASSWORD = "people.change_password", _("Password changed")
    UNLOCK_ACCOUNT = "people.unlock_account", _("Account unlocked")
    LOCK_ACCOUNT = "people.lock_account", _("Account locked after failed attempts")
    SIGN_IN = "people.sign_in", _("Signed in")
    FAIL_SIGN_IN = "people.fail_sign_in", _("Failed to sign in")
    SIGN_OUT = "people.sign_out", _("Signed out")
    TIME_OUT = "people.time_out", _("Timed out")
    REVOKE_SIGN_IN = "people.revoke_sign_in", _("Sign-in ended by the person")
    PREPARE_SECOND_FACTOR = "people.prepare_second_factor", _("Second factor prepared")
    CONFIRM_SECOND_FACTOR = "people.confirm_second_factor", _("Second factor switched on")
    DROP_SECOND_FACTOR = "people.drop_second_factor", _("Second factor removed")
    RESET_SECOND_FACTOR = "people.reset_second_factor", _("Second factor reset by administrator")
    USE_RECOVERY_CODE = "people.use_recovery_code", _("Recovery code used")
