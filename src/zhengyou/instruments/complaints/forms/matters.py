"""Forms of matters: taking in, and what the office does with one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhengyou.instruments.complaints import policy
from zhengyou.instruments.complaints.enums import (
    Channel,
    Identity,
    InquiryFinding,
    Kind,
    Level,
    Opening,
    Special,
    State,
)
from zhengyou.instruments.complaints.forms.fields import AssistedForm, CategoryField, UnitField, area, place_units
from zhengyou.instruments.complaints.models import Category, Complaint
from zhengyou.instruments.complaints.wording import TOLD
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.services.models import ServiceItem


class MatterFilter(forms.Form):
    """The query bar above the list of matters."""

    q = forms.CharField(label=_("Number or words"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *State.choices])
    kind = forms.ChoiceField(label=_("Kind of matter"), required=False, choices=[("", _("All")), *Kind.choices])
    channel = forms.ChoiceField(label=_("Channel"), required=False, choices=[("", _("All")), *Channel.choices])
    category = forms.ModelChoiceField(
        label=_("Category"), required=False, queryset=Category.objects.filter(level=1), to_field_name="code",
        empty_label=_("All"),
    )  # fmt: skip
    since = forms.DateField(label=_("Received from"), required=False, widget=forms.DateInput())
    until = forms.DateField(label=_("Received to"), required=False, widget=forms.DateInput())


class StatementForm(forms.Form):
    """What somebody says. Limits are checked by the verb; this form only reads what was sent."""

    kind = forms.ChoiceField(label=_("Kind of matter"), choices=Kind.choices, required=False)
    text = forms.CharField(
        label=_("Content of the matter"),
        widget=area(6),
        required=False,
        max_length=policy.TEXT_LENGTH,
        error_messages={"max_length": _("Please write at most 4000 characters.")},
    )
    title = forms.CharField(label=_("Title"), required=False, max_length=policy.TITLE_LENGTH)
    place = forms.CharField(label=_("Where it happened"), required=False, max_length=200)
    about = UnitField(label=_("Unit concerned"), required=False)
    identity = forms.ChoiceField(label=_("How the complainant is known"), choices=Identity.choices, required=False)
    name = forms.CharField(label=_("Name of the complainant"), required=False, max_length=60)
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    address = forms.CharField(label=_("Postal address"), required=False, max_length=200)
    may_publish = forms.BooleanField(label=_("Question and answer may be published with names hidden"), required=False)

    place_of = ("about",)

    def __init__(self, *args: Any, root: Body | None, **options: Any) -> None:
        super().__init__(*args, **options)
        place_units(self, root, *(name for name in self.place_of if name in self.fields))

    def clean_identity(self) -> str:
        """Return anonymous where nothing was chosen."""
        return str(self.cleaned_data["identity"] or Identity.ANONYMOUS)


class Pictures(forms.ClearableFileInput):
    """A choice of several pictures."""

    allow_multiple_selected = True


class PublicForm(StatementForm):
    """What a citizen fills in on the web."""

    kind = forms.ChoiceField(
        label=_("What would you like to do?"),
        choices=[(kind.value, kind.label) for kind in Kind if kind != Kind.OPINION]
        + [(Kind.OPINION.value, Kind.OPINION.label)],
        widget=forms.RadioSelect,
        required=False,
    )
    text = forms.CharField(
        label=_("What is it about?"),
        help_text=_("Who, when, where, what, and what you would like. At most 4000 characters."),
        widget=area(7),
        required=False,
        max_length=policy.TEXT_LENGTH,
        error_messages={"max_length": _("Please write at most 4000 characters.")},
    )
    about = UnitField(
        label=_("Unit concerned"),
        required=False,
        help_text=_("If you know it. This unit never learns who you are."),
        empty_label=_("I do not know"),
    )
    identity = forms.ChoiceField(
        label=_("How do you want to be known?"),
        choices=[
            (Identity.ANONYMOUS.value, _("Anonymous: I follow it by number and code")),
            (Identity.CONFIDENTIAL.value, _("Confidential: only the supervising level may open my name")),
            (Identity.NAMED.value, _("With my name, known to the supervising level")),
        ],
        initial=Identity.ANONYMOUS,
        widget=forms.RadioSelect,
        required=False,
    )
    name = forms.CharField(label=_("Your name"), required=False, max_length=60)
    pictures = forms.FileField(
        label=_("Photographs"),
        required=False,
        help_text=_("Up to four. Place and device are taken out of them. After an error please choose them again."),
        widget=Pictures(attrs={"accept": "image/*", "multiple": True}),
    )
    may_publish = forms.BooleanField(
        label=_("You may publish question and answer with names hidden"), required=False, initial=True
    )


class WindowForm(StatementForm):
    """What is entered at the window for what could not be done (办不成事)."""

    kind = forms.ChoiceField(label=_("Kind of matter"), choices=Kind.choices, required=False, initial=Kind.COMPLAINT)
    item = forms.ModelChoiceField(
        label=_("Service that could not be done"), queryset=ServiceItem.objects.none(), required=False
    )
    may_publish = forms.BooleanField(
        label=_("Question and answer may be published with names hidden"), required=False, initial=True
    )

    def __init__(self, *args: Any, root: Body | None, **options: Any) -> None:
        super().__init__(*args, root=root, **options)
        items: Any = self.fields["item"]
        if root is not None:
            items.queryset = ServiceItem.objects.filter(body__path__startswith=f"{root.path.split('.')[0]}.").order_by(
                "name"
            )


class HotlineForm(WindowForm):
    """What is entered while somebody calls; what can be said at once is said at once."""

    answer = forms.CharField(
        label=_("Answer given at once"),
        widget=area(3),
        required=False,
        max_length=policy.TEXT_LENGTH,
        help_text=_("For questions: your own words, or choose an answer of the knowledge base beside."),
    )


class PaperForm(StatementForm):
    """A letter, or a slip out of a box."""

    kind = forms.ChoiceField(label=_("Kind of matter"), choices=Kind.choices, required=False, initial=Kind.OPINION)


class SiteForm(StatementForm):
    """A question asked on site: at a meeting, on a visit, at a work place."""

    kind = forms.ChoiceField(label=_("Kind of matter"), choices=Kind.choices, required=False, initial=Kind.CONSULTATION)
    answer = forms.CharField(
        label=_("Answer given on the spot"),
        widget=area(4),
        required=False,
        help_text=_("Leave empty what cannot be answered now, and say by which day it will be."),
    )
    promised_on = forms.DateField(label=_("Answer promised by"), required=False, widget=forms.DateInput())


class StaffForm(forms.Form):
    """The opinion of a member of the own staff."""

    kind = forms.ChoiceField(
        label=_("Kind of matter"),
        choices=[(kind.value, kind.label) for kind in (Kind.OPINION, Kind.SUGGESTION, Kind.COMPLAINT, Kind.REPORT)],
        initial=Kind.OPINION,
    )
    text = forms.CharField(
        label=_("Content of the matter"), widget=area(6), required=False, max_length=policy.TEXT_LENGTH
    )
    openly = forms.BooleanField(
        label=_("Say who I am to the supervising level"),
        required=False,
        help_text=_("Without it neither the register nor the ledger knows who wrote this."),
    )
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=30)


class ClassifyForm(forms.Form):
    """The class of a matter."""

    category = CategoryField(label=_("Category"))
    kind = forms.ChoiceField(label=_("Kind of matter"), choices=Kind.choices)


class AnswerForm(forms.Form):
    """An answer given at once."""

    text = forms.CharField(label=_("Answer"), widget=area(6), max_length=4000, required=False)
    version = forms.CharField(widget=forms.HiddenInput(), required=False)


class InformForm(forms.Form):
    """Why a matter is not handled here."""

    special = forms.ChoiceField(label=_("Class"), choices=Special.choices, widget=forms.RadioSelect, required=False)
    told = forms.CharField(
        label=_("What the complainant is told"),
        widget=area(6),
        max_length=2000,
        required=False,
        help_text=_("Left empty, the usual words of the class are used; add the channel and its address."),
    )

    def words(self) -> str:
        """Return what was written, or the usual words of the chosen class."""
        told = str(self.cleaned_data["told"]).strip()
        return told or str(TOLD.get(self.cleaned_data["special"], ""))


class DispatchForm(AssistedForm):
    """To whom a matter goes, and what they read."""

    text = forms.CharField(
        label=_("What the units read"),
        widget=area(7),
        max_length=4000,
        required=False,
        help_text=_("Take out whatever tells who brought it. Numbers are hidden already."),
    )
    pictures = forms.BooleanField(label=_("Hand the photographs on"), required=False, initial=True)
    designated = forms.BooleanField(
        label=_("Assign by name: it may not be returned"), required=False, help_text=_("After a dispute was decided.")
    )


class MergeForm(forms.Form):
    """The earlier matter to which one is joined."""

    number = forms.CharField(label=_("Number of the earlier matter"), max_length=20)


class OpeningForm(forms.Form):
    """Why it is opened who brought a matter."""

    purpose = forms.ChoiceField(label=_("Reason for opening"), choices=Opening.choices, widget=forms.RadioSelect)


class InquiryForm(forms.Form):
    """Who investigates a report, against whom, and what."""

    body = UnitField(label=_("Who investigates"))
    about = UnitField(label=_("Unit reported"), required=False)
    subject = forms.CharField(
        label=_("Person or household reported"), required=False, max_length=120, help_text=_("Kept sealed.")
    )
    task = forms.CharField(
        label=_("What is to be looked into"),
        widget=area(5),
        max_length=2000,
        required=False,
        help_text=_("Without any trace of who reported it."),
    )

    def __init__(self, *args: Any, root: Body, **options: Any) -> None:
        super().__init__(*args, **options)
        place_units(self, root, "body", "about")


class FindingForm(forms.Form):
    """What an investigation found."""

    finding = forms.ChoiceField(
        label=_("Finding"), choices=InquiryFinding.choices, widget=forms.RadioSelect, required=False
    )
    facts = forms.CharField(label=_("What was established"), widget=area(5), max_length=4000, required=False)
    measures = forms.CharField(
        label=_("Decided, mended or handed over"), widget=area(4), max_length=2000, required=False
    )


class PublicationForm(forms.Form):
    """Question and answer as the public will read them."""

    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    text = forms.CharField(label=_("Question"), widget=area(5), max_length=4000, required=False)
    answer = forms.CharField(label=_("Answer"), widget=area(5), max_length=4000, required=False)

    @classmethod
    def of(cls, complaint: Complaint) -> dict[str, str]:
        """Return what the form begins with."""
        return {"title": complaint.title, "text": complaint.text, "answer": complaint.answer}


class FollowUpForm(forms.Form):
    """What came of asking again."""

    lasting = forms.TypedChoiceField(
        label=_("Is it still solved?"),
        choices=[
            ("yes", pgettext_lazy("solved", "Yes")),
            ("no", pgettext_lazy("solved", "No")),
            ("", _("Nobody was reached")),
        ],
        coerce=lambda told: {"yes": True, "no": False}[told],
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(label=_("Words at the follow-up"), widget=area(3), max_length=1000, required=False)


class PhoneForm(forms.Form):
    """The telephone number that was left with a matter."""

    phone = forms.CharField(label=_("Telephone"), max_length=30)


class TrackForm(forms.Form):
    """Number and code of a matter."""

    number = forms.CharField(label=_("Number"), max_length=20)
    code = forms.CharField(label=_("Query code"), max_length=20)


class HandlingForm(forms.Form):
    """What the complainant thinks of the handling."""

    level = forms.TypedChoiceField(
        label=_("How satisfied are you with the handling?"),
        choices=list(reversed(Level.choices)),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the five levels.")},
    )
    solved = forms.TypedChoiceField(
        label=_("Is it solved?"),
        choices=[("yes", pgettext_lazy("solved", "Yes")), ("no", pgettext_lazy("solved", "No"))],
        coerce=lambda told: told == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    text = forms.CharField(label=_("What would you like to say?"), widget=area(2), max_length=500, required=False)


class MessageForm(forms.Form):
    """A message of the complainant."""

    text = forms.CharField(label=_("Add something"), widget=area(3), max_length=1000, required=False)


class AgainForm(forms.Form):
    """Why it is not solved."""

    reason = forms.CharField(label=_("What is not solved?"), widget=area(3), max_length=1000, required=False)


class SearchForm(forms.Form):
    """Words to look for."""

    q = forms.CharField(label=_("Words"), required=False, max_length=60)
