"""Forms of the upper platform, of registers taken over, of the classifier, of the three rates and of figures."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import policy
from zhengyou.instruments.complaints.actions.upper import ColumnDraft, Connection
from zhengyou.instruments.complaints.enums import Channel, Kind, UpperField
from zhengyou.instruments.complaints.forms.fields import CategoryField, area
from zhengyou.instruments.complaints.models import PlatformField


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(label=_("File to be read"))


class PlatformForm(forms.Form):
    """A platform above and the way to its program."""

    name = forms.CharField(label=_("Name of the platform"), max_length=80, required=False)
    code = forms.SlugField(label=_("Short word"), max_length=40, help_text=_("Latin letters, as sz12345."))
    address = forms.URLField(
        label=_("Address of its program"), max_length=300, required=False, assume_scheme="https",
        help_text=_("Empty: workbooks only."),
    )  # fmt: skip
    token = forms.CharField(
        label=_("Token"), max_length=300, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Sealed. Empty: the one that is kept stays."),
    )  # fmt: skip
    orders_path = forms.CharField(label=_("Path of the orders"), max_length=200, required=False)
    orders_at = forms.CharField(label=_("Where the list stands in the answer"), max_length=100, required=False)
    reply_path = forms.CharField(label=_("Path of a reply"), max_length=200, required=False)
    receipt_at = forms.CharField(label=_("Where the receipt stands in the answer"), max_length=100, required=False)
    is_open = forms.BooleanField(label=_("The platform is in use"), required=False, initial=True)

    def connection(self) -> Connection:
        """Return what was given."""
        return Connection(**self.cleaned_data)


class MailboxForm(forms.Form):
    """A mailbox and the way into it."""

    address = forms.EmailField(label=_("Address of the mailbox"), max_length=254)
    host = forms.CharField(label=_("IMAP server"), max_length=120, required=False)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    account = forms.CharField(label=_("Account at the server"), max_length=120)
    password = forms.CharField(
        label=_("Password at the server"), max_length=200, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}), help_text=_("Sealed. Empty: the one that is kept stays."),
    )  # fmt: skip
    folder = forms.CharField(label=_("Folder"), max_length=80, initial="INBOX")
    is_open = forms.BooleanField(label=_("It is looked into"), required=False, initial=True)


SEPARATOR = "|"


class ColumnsForm(forms.Form):
    """The columns of one direction, one on a line: meaning | heading | other headings | name in programs | words."""

    columns = forms.CharField(
        label=_("Columns"),
        widget=area(14),
        max_length=20_000,
        help_text=_(
            "One on a line: meaning | heading | other headings by comma | name in programs | their word=ours by comma"
        ),
    )

    def clean_columns(self) -> list[ColumnDraft]:
        """Return the lines as columns, or say which line is wrong."""
        meanings = {str(label): value for value, label in UpperField.choices} | {one: one for one in UpperField.values}
        found = []
        for number, line in enumerate(self.cleaned_data["columns"].splitlines(), 1):
            if not line.strip():
                continue
            parts = [part.strip() for part in line.split(SEPARATOR)] + [""] * 4
            if parts[0] not in meanings or not parts[1] or len(parts[1]) > 60 or len(parts[3]) > 60:
                raise ValidationError(_("Line %(number)d is not a column.") % {"number": number})
            words = dict(pair.split("=", 1) for pair in _listed(parts[4]) if "=" in pair)
            found.append(
                ColumnDraft(
                    field=meanings[parts[0]], heading=parts[1],
                    spellings=tuple(one[:60] for one in _listed(parts[2])), key=parts[3],
                    words={theirs.strip(): ours.strip() for theirs, ours in words.items()},
                )
            )  # fmt: skip
        return found


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.replace("，", ",").split(",") if one.strip()]


def as_lines(columns: list[PlatformField]) -> str:
    """Return columns as the form shows them."""
    return "\n".join(
        f" {SEPARATOR} ".join(
            [
                UpperField(one.field).label.__str__(),
                one.heading,
                ",".join(one.spellings),
                one.key,
                ",".join(f"{theirs}={ours}" for theirs, ours in one.words.items()),
            ]
        )
        for one in columns
    )


class FormulaForm(forms.Form):
    """The formula of the three rates of a place."""

    name = forms.CharField(label=_("Name of the formula"), max_length=80, required=False)
    source = forms.CharField(label=_("Document that orders it so"), max_length=300, required=False)
    valid_from = forms.DateField(label=_("Holds from"), widget=forms.DateInput())
    rates = forms.CharField(
        label=_("Rates"),
        widget=area(16),
        max_length=10_000,
        help_text=_("JSON: name, values (numerator), of (denominator) and weight of each rate."),
    )
    enough = forms.DecimalField(
        label=_("Share of the weights that must have answers"),
        min_value=0,
        max_value=1,
        decimal_places=2,
        initial="0.70",
    )
    answer_days = forms.IntegerField(label=_("Answered in time within days"), min_value=1, max_value=365, initial=15)
    least = forms.IntegerField(label=_("Answers needed to be compared"), min_value=0, max_value=100_000, initial=30)
    lists = forms.BooleanField(label=_("Draw up a red and a black list"), required=False)
    list_length = forms.IntegerField(label=_("Units on each list"), min_value=1, max_value=20, initial=3)

    def clean_rates(self) -> Any:
        """Return the rates as they were written."""
        try:
            rows = json.loads(self.cleaned_data["rates"])
        except (ValueError, RecursionError):
            raise ValidationError(_("This is not JSON.")) from None
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValidationError(_("A list of rates is needed."))
        return rows


def begun_formula() -> dict[str, Any]:
    """Return what the form of a formula starts with: the one in common use."""
    return {"rates": json.dumps(policy.RATES["rates"], ensure_ascii=False, indent=1)}


GROUP_WORDS = (
    ("unit", _("By unit")),
    ("peers", _("By class of units")),
    ("category", _("By class")),
    ("territory", _("By town")),
    ("month", _("By month")),
)
FIRST_COLUMN = (
    ("unit", _("Unit")),
    ("peers", _("Class of units")),
    ("category", _("Category")),
    ("territory", _("Town or street")),
    ("month", _("Month")),
)
"""What the lines of a grouped table are."""


class FigureFilter(forms.Form):
    """The query bar above figures."""

    by = forms.ChoiceField(label=_("Grouped"), choices=GROUP_WORDS, required=False)
    since = forms.DateField(label=_("Received from"), required=False, widget=forms.DateInput())
    until = forms.DateField(label=_("Received to"), required=False, widget=forms.DateInput())
    category = CategoryField(label=_("Category"), required=False)
    kind = forms.ChoiceField(label=_("Kind of matter"), required=False, choices=[("", _("All")), *Kind.choices])
    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=[("", _("All")), *Channel.choices])
