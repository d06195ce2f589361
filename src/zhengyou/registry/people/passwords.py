"""Rules for passwords."""

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
