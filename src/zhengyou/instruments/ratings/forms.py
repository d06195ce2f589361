"""Forms of ratings: what a visitor fills in, and what the desk asks."""

import calendar
import datetime as dt

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.enums import Channel, Display, Level
from zhengyou.kernel import clock


class RatingForm(forms.Form):
    """The rating page. Limits of the verbs are checked there; this form only reads what was sent, whatever it is."""

    level = forms.TypedChoiceField(
        label=_("Satisfaction"),
        choices=[(str(level), label) for level, label in Level.choices],
        coerce=int,
        error_messages={
            "required": _("Please choose one of the five levels."),
            "invalid_choice": _("Please choose one of the five levels."),
        },
    )
    text = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=500,
        error_messages={"max_length": _("Please write at most 500 characters.")},
    )
    keep_private = forms.BooleanField(label=_("Do not publish my words"), required=False)
    named = forms.BooleanField(label=_("Show my family name"), required=False)
    contact_name = forms.CharField(label=_("Your name"), required=False, max_length=60)
    contact_phone = forms.CharField(label=_("Telephone"), required=False, max_length=30)
    praise_demanded = forms.BooleanField(label=_("Somebody asked me for a good rating"), required=False)
    praise_text = forms.CharField(
        label=_("What happened"),
        required=False,
        max_length=500,
        error_messages={"max_length": _("Please write at most 500 characters.")},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.ticked: list[str] = data.getlist("tag")[:50] if data else []

    def answer(self) -> Answer:
        """Return what was filled in."""
        given = self.cleaned_data
        return Answer(
            level=given["level"],
            tags=tuple(self.ticked),
            text=given["text"],
            keep_private=given["keep_private"],
            display=Display.NAMED if given["named"] else Display.ANONYMOUS,
            contact_name=given["contact_name"],
            contact_phone=given["contact_phone"],
            praise_demanded=given["praise_demanded"],
            praise_text=given["praise_text"],
        )


class CodeForm(forms.Form):
    """A code typed from a slip or a receipt."""

    code = forms.CharField(label=_("Rating code"), max_length=40)


def months() -> list[tuple[str, str]]:
    """Return this month and the thirteen before it; single days are never offered, since a day may hold one visitor."""
    today = clock.today()
    found = [(today.year * 12 + today.month - 1 - back) for back in range(14)]
    return [(f"{number // 12}-{number % 12 + 1:02d}",) * 2 for number in found]


class PeriodForm(forms.Form):
    """The query bar above the summary: whole months."""

    first = forms.ChoiceField(label=_("From month"), required=False, choices=months)
    last = forms.ChoiceField(label=_("To month"), required=False, choices=months)

    def __init__(self, data: QueryDict | None = None) -> None:
        offered = months()
        start = {"first": offered[-2][0], "last": offered[0][0]}
        given = {name: data.get(name) or start[name] for name in start} if data else start
        super().__init__(given)

    def period(self) -> tuple[dt.date, dt.date]:
        """Return the first and the last day that were asked for."""
        first, last = (self.data[name] for name in ("first", "last"))
        if not self.is_valid():
            first, last = months()[-2][0], months()[0][0]
        first, last = min(first, last), max(first, last)
        year, month = (int(part) for part in last.split("-"))
        return dt.date.fromisoformat(f"{first}-01"), dt.date(year, month, calendar.monthrange(year, month)[1])

    def said(self) -> str:
        """Return the period in words, for an export."""
        first, last = self.period()
        return f"{first:%Y-%m} – {last:%Y-%m}"


class EntryForm(forms.Form):
    """A rating that a visitor gave on paper or by telephone."""

    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(Channel.PAPER, Channel.PAPER.label), (Channel.PHONE, Channel.PHONE.label)],
        widget=forms.RadioSelect,
    )
    code = forms.CharField(label=_("Rating code"), max_length=40, help_text=_("Ten characters, printed on the slip"))
    level = forms.TypedChoiceField(
        label=_("Satisfaction"), choices=list(reversed(Level.choices)), coerce=int, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What was said"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As the visitor wrote or said it"),
    )  # fmt: skip


class PurposeForm(forms.Form):
    """Why a sealed contact is opened."""

    reason = forms.CharField(label=_("Reason for opening"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
