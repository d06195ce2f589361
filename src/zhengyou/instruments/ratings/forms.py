"""Forms of ratings: what a visitor fills in, and what the desk asks."""

import calendar
import datetime as dt
import re

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.ratings import answers, policy
from zhengyou.instruments.ratings.answers import Answer
from zhengyou.instruments.ratings.enums import Channel, Level
from zhengyou.kernel import clock


class RatingForm(forms.Form):
    """The rating page. `answers` reads what was sent and says what is wrong with it; the fields only give their names."""

    level = forms.Field(label=_("Satisfaction"), required=False)
    text = forms.Field(label=_("What was said"), required=False)
    keep_private = forms.BooleanField(label=_("Do not publish my words"), required=False)
    display = forms.Field(label=_("How shall your words be shown?"), required=False)
    contact_name = forms.Field(label=_("Your name"), required=False)
    contact_phone = forms.Field(label=_("Telephone"), required=False)
    praise_demanded = forms.BooleanField(label=_("Somebody asked me for a good rating"), required=False)
    praise_text = forms.Field(label=_("What happened"), required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.ticked: list[str] = data.getlist("tag")[: answers.TICKS_READ] if data else []

    @property
    def shown(self) -> str:
        """Return how the rater wants to be shown: as nobody, unless another way was chosen."""
        return str(self.answer().display)

    def clean(self) -> None:
        """Put a sentence beside each field that is wrong."""
        for name, sentence in answers.faults(self.answer()).items():
            self.add_error(name if name in self.fields else None, str(sentence))

    def answer(self) -> Answer:
        """Return what was filled in."""
        return answers.read(dict(self.data.lists())) if isinstance(self.data, QueryDict) else answers.read({})


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
        self.asked = data.get("case", "") if data else ""
        super().__init__(given)

    def offer_kinds(self, kinds: list[tuple[str, str]]) -> None:
        """Let one of these kinds of cases be chosen: their words in addresses, and what people call them."""
        field = forms.ChoiceField(label=_("Item and channel"), required=False, choices=[("", _("All")), *kinds])
        self.fields["case"] = field
        self.data = {**self.data, "case": self.asked}

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
    code = forms.CharField(
        label=_("Rating code"), max_length=200,
        help_text=_("Ten characters, printed on the slip or card; or scan its code into this field"),
    )  # fmt: skip
    level = forms.TypedChoiceField(
        label=_("Satisfaction"), choices=list(reversed(Level.choices)), coerce=int, widget=forms.RadioSelect
    )
    tags = forms.CharField(
        label=_("Reasons"), required=False, max_length=80, help_text=_("Their numbers on the card, as 207 203")
    )
    text = forms.CharField(
        label=_("What was said"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As the visitor wrote or said it"),
    )  # fmt: skip
    contact_phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=30,
        help_text=_("Only where the visitor wants an answer; sealed"),
    )

    def clean_code(self) -> str:
        """Return the code alone: a scanner types the whole address."""
        return str(self.cleaned_data["code"]).strip().rstrip("/").rsplit("/", 1)[-1]

    def answer(self) -> Answer:
        """Return what the visitor said."""
        given = self.cleaned_data
        tags = tuple(re.findall(r"[0-9A-Z]+", given["tags"].upper()))[: policy.TAGS_AT_MOST]
        return Answer(level=given["level"], tags=tags, text=given["text"], contact_phone=given["contact_phone"])


class ErasureForm(forms.Form):
    """A rater's demand to erase what was said (个人信息保护法 art. 47)."""

    code = forms.CharField(label=_("Receipt code"), max_length=20)
    reason = forms.CharField(
        label=_("How it was demanded"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("When and by what way the rater asked"),
    )  # fmt: skip
