"""Rules for passwords, and the making of initial ones."""

import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class MixedValidator:
    """Asks for three of the four kinds of characters: capitals, small letters, digits, others."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError if ``password`` is made of fewer than three kinds."""
        kinds = (
            any(letter.isupper() for letter in password),
            any(letter.islower() for letter in password),
            any(letter.isdigit() for letter in password),
            any(not letter.isalnum() for letter in password),
        )
        if sum(kinds) < 3:
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return _("Use at least three of: capital letters, small letters, digits, other characters.")


LETTERS = "abcdefghjkmnpqrstuvwxyz"
CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"


def initial_password() -> str:
    """Return a random password as ``Kp7m-Qr3t-Xw9z``: some 53 bits, no look-alikes, easy to read out."""
    groups = [
        secrets.choice(CAPITALS) + secrets.choice(LETTERS) + secrets.choice(DIGITS) + secrets.choice(LETTERS + CAPITALS)
        for _group in range(3)
    ]
    return "-".join(groups)
