"""Forms of signing in and of one's own account."""

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _


def _rules() -> str:
    return " ".join(password_validators_help_texts())


class SignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """A code of the phone, or a recovery code."""

    code = forms.CharField(
        label=_("One-time code"),
        max_length=20,
        help_text=_("Six digits from the authenticator app on your phone, or a recovery code."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"}),
    )


class ChangePasswordForm(forms.Form):
    """The present password and twice the new one."""

    old_password = forms.CharField(
        label=_("Present password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label=_("New password"),
        max_length=128,
        strip=False,
        help_text=lazy(_rules, str)(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("New password once more"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_repeated(self) -> str:
        """Return the repeated password if it is the same."""
        repeated: str = self.cleaned_data["repeated"]
        if repeated != self.cleaned_data.get("new_password"):
            raise forms.ValidationError(_("The two new passwords differ."))
        return repeated


class PhoneForm(forms.Form):
    """One's telephone number; it stands sealed and is never shown in full, so the field starts empty."""

    phone = forms.CharField(
        label=_("Telephone"),
        max_length=21,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class EmailForm(forms.Form):
    """One's e-mail address; it stands sealed and is never shown in full, so the field starts empty."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=120,
        required=False,
        help_text=_("Empty: no notices by mail any more."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class EmailCodeForm(forms.Form):
    """The code that was mailed to one's address."""

    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class PasswordForm(forms.Form):
    """The present password, before something that weakens the account."""

    password = forms.CharField(
        label=_("Present password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
