"""Forms of first contacts, slips, written promises and mandates."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.bodies.queries import standing
from zhengyou.registry.services import promises, queries
from zhengyou.registry.services.enums import Duty, FirstChannel, MandateKind, Proof, UndertakingKind
from zhengyou.registry.services.forms.desk import LinesField
from zhengyou.registry.services.models import Case, FirstContact, ItemVersion, ServiceItem, Window


class StateFilter(forms.Form):
    """The query bar above a register: words and state."""

    q = forms.CharField(label=_("Number or words"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, states: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["state"]
        field.choices = [("", _("All")), *states]


class WordsFilter(forms.Form):
    """The query bar above a register without states."""

    q = forms.CharField(label=_("Number or words"), required=False, max_length=80)


class Holder(forms.ModelChoiceField[Appointment]):
    """Somebody who holds a post of the unit today."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Appointment.objects.none(), to_field_name="public_id", **options)

    def label_from_instance(self, appointment: Any) -> str:
        """Return name and title of the post."""
        return f"{appointment.person.name} · {appointment.post.title}"


class ContactForm(forms.Form):
    """A first contact as it is taken down while the visitor stands there."""

    matter = forms.CharField(label=_("What was asked"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    duty = forms.ChoiceField(label=_("Whose duty it is"), choices=Duty.choices, widget=forms.RadioSelect)
    channel = forms.ChoiceField(label=_("How it was asked"), choices=FirstChannel.choices)
    window = forms.ModelChoiceField(
        label=_("Window"), queryset=Window.objects.none(), required=False, to_field_name="public_id"
    )
    days = forms.IntegerField(label=_("Answered within (working days)"), min_value=1, max_value=60, required=False)
    materials = LinesField(label=_("Materials handed in"), required=False, help_text=_("One on each line"))
    visitor_name = forms.CharField(
        label=_("Visitor"), required=False, max_length=60, help_text=_("Stored sealed; only where you must call back")
    )
    visitor_phone = forms.CharField(label=_("Telephone"), required=False, max_length=30)
    signed = forms.BooleanField(label=_("The visitor has signed the register"), required=False)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["window"]
        field.queryset = queries.open_windows().filter(body=body)
        self.fields["days"].help_text = promises.usual(body, promises.FIRST_ASKED)


class HandOverForm(forms.Form):
    """To which unit the visitor was led."""

    taker = forms.ModelChoiceField(label=_("Led to"), queryset=Body.objects.none(), to_field_name="public_id")

    def __init__(self, *args: Any, contact: FirstContact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["taker"]
        own = contact.body.path
        if contact.duty == Duty.SAME_UNIT:
            field.queryset = standing().filter(path__startswith=own)
        else:
            root = own.split(".", 1)[0] + "."
            field.queryset = standing().filter(path__startswith=root).exclude(path__startswith=own)


class AnswerForm(forms.Form):
    """What the visitor was told in the end."""

    result = forms.CharField(
        label=_("What the visitor was told"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    case = forms.CharField(
        label=_("Case number"), required=False, max_length=20, help_text=_("Where a case came of it")
    )

    def clean_case(self) -> Case | None:
        """Return the case of this number."""
        typed = self.cleaned_data["case"].strip()
        found = Case.objects.filter(number=queries.typed_code(typed)).first() if typed else None
        if typed and found is None:
            raise forms.ValidationError(_("There is no case with this number."))
        return found


class TellForm(forms.Form):
    """Everything that is missing, by the guide and in words."""

    ticked = forms.MultipleChoiceField(
        label=_("Missing by the guide"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more = LinesField(
        label=_("Missing or wrong besides"), required=False, help_text=_("One on each line, with what to mend")
    )
    new_facts = forms.CharField(
        label=_("New facts"), required=False, max_length=300, help_text=_("Only for a further slip: what came up since")
    )
    signed = forms.BooleanField(label=_("The visitor has signed for the slip"), required=False)

    def __init__(self, *args: Any, version: ItemVersion, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["ticked"]
        field.choices = [(line, line) for line in version.materials]
        if not again:
            del self.fields["new_facts"]

    def missing(self) -> list[str]:
        """Return the ticked materials and what was written down besides."""
        return [*self.cleaned_data["ticked"], *self.cleaned_data["more"]]


class ItemOfContactForm(forms.Form):
    """By which guide materials are asked for at a first contact."""

    item = forms.ModelChoiceField(
        label=_("Service item"), queryset=ServiceItem.objects.none(), to_field_name="public_id"
    )

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        field.queryset = queries.offered().filter(body__path__startswith=body.path)


class UndertakingForm(forms.Form):
    """A written promise of the applicant, with its term and consequence."""

    kind = forms.ChoiceField(label=_("Kind of promise"), choices=UndertakingKind.choices, widget=forms.RadioSelect)
    lacking = LinesField(label=_("What is promised"), help_text=_("One on each line; materials worded as in the guide"))
    days = forms.IntegerField(label=_("Within (working days)"), min_value=1, max_value=250, required=False)
    consequence = forms.CharField(label=_("What follows where it is not kept"), max_length=300)
    applicant_code = forms.CharField(
        label=_("Identity document or unified credit code"), required=False, max_length=30,
        help_text=_("For notice and promise: a bad credit record bars it. Stored sealed"),
    )  # fmt: skip

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].help_text = promises.usual(body, *promises.UNDERTAKINGS.values())


class DistrustForm(forms.Form):
    """Whose bad credit record was noted, and by what decision."""

    name = forms.CharField(label=_("Applicant"), max_length=60, help_text=_("Stored sealed"))
    code = forms.CharField(
        label=_("Identity document or unified credit code"), max_length=30, help_text=_("Stored sealed")
    )
    basis = forms.CharField(
        label=_("Decision it rests on"), max_length=300, help_text=_("Decision and number of the credit authority")
    )


class RepairForm(forms.Form):
    """On what decision the repair rests."""

    basis = forms.CharField(
        label=_("Decision it rests on"), max_length=300, help_text=_("Decision and number of the credit authority")
    )


class DistrustFilter(forms.Form):
    """The query bar above the bad credit records."""

    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("All")), ("stands", _("Stands")), ("repaired", _("Repaired"))],
    )  # fmt: skip


class FindingForm(forms.Form):
    """What was found when a promise ran out or was checked."""

    finding = forms.CharField(label=_("What the check found"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class MandateForm(forms.Form):
    """Who acts for whom, in what and until when."""

    kind = forms.ChoiceField(label=_("Kind of mandate"), choices=MandateKind.choices, widget=forms.RadioSelect)
    principal_name = forms.CharField(label=_("Principal"), max_length=60, help_text=_("Stored sealed"))
    principal_phone = forms.CharField(label=_("Telephone of the principal"), required=False, max_length=30)
    agent = Holder(label=_("Acting for the unit"), required=False)
    agent_name = forms.CharField(
        label=_("Person of the principal's choice"), required=False, max_length=60, help_text=_("Stored sealed")
    )
    items = forms.ModelMultipleChoiceField(
        label=_("In these items only"), queryset=ServiceItem.objects.none(), to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    scope = forms.CharField(label=_("What may be done"), max_length=300, help_text=_("Hand in, supplement, receive …"))
    expires_on = forms.DateField(label=_("Mandate holds until"), widget=forms.DateInput(attrs={"type": "date"}))
    proof = forms.ChoiceField(label=_("How identity was checked"), choices=Proof.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["agent"].queryset = queries.holders_in(body)
        fields["items"].queryset = queries.offered().filter(body__path__startswith=body.path)
        fields["expires_on"].initial = clock.today() + dt.timedelta(days=90)


class StepForm(forms.Form):
    """One step of acting for somebody."""

    words = forms.CharField(label=_("What has been done"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class HandMandateForm(StepForm):
    """Who acts from now on, and how far it is."""

    agent = Holder(label=_("Acting from now on"))
    field_order = ("agent", "words")

    def __init__(self, *args: Any, holders: QuerySet[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agent"]
        field.queryset = holders


class ResultForm(forms.Form):
    """How something ended."""

    result = forms.CharField(label=_("How it ended"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
