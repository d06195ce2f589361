"""Forms of the desk pages of orders."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhengyou.kernel import clock
from zhengyou.kernel.ids import read_code
from zhengyou.mechanisms.orders import policy, queries
from zhengyou.mechanisms.orders.enums import Finding, Kind, Outcome, Satisfaction, State, Step
from zhengyou.mechanisms.orders.models import Order, Template
from zhengyou.records.ledger import Actor
from zhengyou.registry.bodies.forms.choices import BodiesField, BodyField
from zhengyou.registry.bodies.models import Appointment, Body
from zhengyou.registry.bodies.queries import held_on
from zhengyou.registry.deadlines.enums import PauseReason
from zhengyou.registry.deadlines.reckoning import Term, Unit

ANY = ("", _("All"))
DAY = forms.DateInput(attrs={"type": "date"})


def words(label: Any, *, rows: int = 3, most: int = 2000, **more: Any) -> forms.CharField:
    """Return a field for a few sentences; the verb says where it must not be empty."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=most, required=False, **more)


class OrderFilter(forms.Form):
    """The query bar above the list of orders."""

    q = forms.CharField(label=_("Number or title"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *State.choices])
    kind = forms.ChoiceField(label=_("Arose from"), required=False, choices=[ANY, *Kind.choices])
    part = forms.ChoiceField(
        label=_("Part of my unit"),
        required=False,
        choices=[
            ANY,
            ("lead", _("Leads")),
            ("assist", _("Assists")),
            ("supervise", _("Verifies")),
        ],
    )
    due = forms.ChoiceField(
        label=_("Due"),
        required=False,
        choices=[ANY, ("overdue", pgettext_lazy("clock", "Overdue")), ("soon", _("Due within one working day"))],
    )


class PlaceForm(forms.Form):
    """A form that names bodies of one place."""

    def __init__(self, *args: Any, paths: Iterable[str] = ("",), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, (BodyField, BodiesField)):
                field.paths = tuple(paths)


class NewForm(PlaceForm):
    """A new order: to whom, what, by when, and who assists."""

    kind = forms.ChoiceField(label=_("Arose from"), choices=Kind.choices)
    title = forms.CharField(label=_("Matter"), max_length=120)
    text = words(_("What is to be put right"), rows=4)
    body = BodyField(label=_("Unit that leads"))
    assistants = BodiesField(label=_("Assisting units"), required=False)
    days = forms.IntegerField(
        label=_("Working days for putting right"),
        help_text=_("Empty: as the rule pack says."),
        min_value=1,
        max_value=365,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    topic = forms.CharField(
        label=_("Topic"),
        help_text=_("A short word for what it is about; recurring topics are counted."),
        max_length=60,
        required=False,
    )
    items = words(_("Check list"), help_text=_("One item a line; each is ticked before the reply."))
    designated = forms.BooleanField(
        label=_("Assign by name"), help_text=_("The unit may not return it."), required=False
    )
    is_public = forms.BooleanField(label=_("Show the reply to the public after closing"), required=False, initial=True)

    def terms(self) -> dict[str, Any]:
        """Return the cleaned values as `open_order` takes them."""
        given = dict(self.cleaned_data)
        days = given.pop("days")
        given["term"] = Term(days, Unit.WORKING_DAY) if days else None
        given["items"] = given["items"].splitlines()
        return given


class DispatchForm(PlaceForm):
    """To whom a received matter goes."""

    body = BodyField(label=_("Unit that leads"))
    assistants = BodiesField(label=_("Assisting units"), required=False)
    days = NewForm.base_fields["days"]
    designated = NewForm.base_fields["designated"]


class BatchForm(PlaceForm):
    """To whom several received matters go."""

    body = BodyField(label=_("Unit that leads"))


class ContactForm(forms.Form):
    """What came of contacting whoever raised the matter."""

    words = words(_("What was agreed"), help_text=_("Or why nobody can be contacted. Name no telephone numbers."))


class PlanForm(forms.Form):
    """The three things that a rectification must state."""

    measures = words(_("What will be done"), rows=4)
    limit_on = forms.DateField(label=_("Limit"), widget=DAY, required=False)
    responsible = forms.CharField(label=_("Responsible person"), max_length=80, required=False)


class ReplyForm(forms.Form):
    """What the unit found and did."""

    finding = forms.ChoiceField(label=_("Finding"), choices=Finding.choices, widget=forms.RadioSelect, required=False)
    reason = words(
        _("Cause"), help_text=_("For the level above only: why it went wrong, or why the statement does not hold.")
    )
    reply = words(
        _("How it was put right"),
        rows=5,
        help_text=_("The public reads this after verification. Name no persons, telephone or identity numbers."),
    )
    evidence = forms.FileField(
        label=_("Evidence"), help_text=_("A photograph or document of what was done."), required=False
    )


class ReasonForm(forms.Form):
    """A reason that a verb asks for."""

    reason = words(_("Reason"), most=500)


class WordsForm(forms.Form):
    """A decision in words."""

    words = words(_("Decision in words"), most=500)


class ReturnForm(PlaceForm):
    """Why the matter is not the unit's own, and whose it is."""

    reason = words(_("Reason"), help_text=_("With the document that says whose duty it is."))
    proposed = BodyField(label=_("Right unit, if known"), required=False)


class RedirectForm(PlaceForm):
    """To whom the order goes instead, and why."""

    body = BodyField(label=_("Unit"))
    words = words(_("Reason"), most=500)
    designated = NewForm.base_fields["designated"]


class AssistForm(PlaceForm):
    """Who assists, and in what."""

    body = BodyField(label=_("Assisting unit"))
    text = words(_("What is expected"), help_text=_("Empty: the words of the lead unit's order."))


class HandOverForm(PlaceForm):
    """To whom in the unit or below it the order goes."""

    handler = forms.ModelChoiceField(Appointment.objects.none(), label=_("Person"), required=False)
    body = BodyField(label=_("Unit below"), required=False)
    reason = words(_("Reason"), most=500)

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = held_on_today(order.body)
        self.fields["handler"].queryset = held  # type: ignore[attr-defined]  # a field of a model


def held_on_today(body: Body) -> Any:
    """Return the posts that are held at ``body`` today, in official order."""
    return held_on(clock.today()).filter(post__body=body).order_by("post__order_number", "pk")


class PauseForm(forms.Form):
    """Why time does not count, and by which notice."""

    reason = forms.ChoiceField(label=_("Reason"), choices=PauseReason.choices)
    notice = forms.CharField(label=_("Number or title of the written notice"), max_length=120, required=False)


class ExtensionForm(forms.Form):
    """How much more time, and why."""

    amount = forms.IntegerField(
        label=_("How much more"), min_value=1, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    reason = words(_("Reason"), most=200)
    notice = forms.CharField(label=_("Number or title of the written notice"), max_length=120, required=False)


class MergeForm(forms.Form):
    """Into which order."""

    main = forms.CharField(label=_("Number of the main order"), max_length=12)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_main(self) -> Order:
        """Return the order of this number, if the actor may see it."""
        found = queries.seen_by(self.actor).filter(number=read_code(self.cleaned_data["main"]))
        main = found.select_related("body", "verifier").first()
        if main is None:
            raise forms.ValidationError(_("There is no order of this number that you may see."), code="unknown")
        return main


class NoteForm(forms.Form):
    """An internal note."""

    text = words(_("Words of the note"))
    shared = forms.BooleanField(label=_("For all units that take part"), required=False, initial=True)


class AnswerForm(forms.Form):
    """What whoever raised the matter says."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[one for one in Outcome.choices if one[0]], widget=forms.RadioSelect, required=False
    )
    satisfaction = forms.ChoiceField(label=_("Satisfaction"), choices=Satisfaction.choices, required=False)
    was_contacted = forms.NullBooleanField(
        label=_("Had the unit been in touch?"),
        widget=forms.Select(choices=[("", _("Not asked")), ("true", _("Yes")), ("false", _("No"))]),
        required=False,
    )
    words = words(_("Words of the answer"), help_text=_("Name no persons, telephone or identity numbers."))


class CallBackForm(AnswerForm):
    """The call-back before closing."""

    settled = forms.BooleanField(
        label=_("Close all the same"),
        help_text=_("Where the demand has no legal basis and that was explained; say so in words."),
        required=False,
    )


class SampleForm(PlaceForm):
    """A draw among closed orders."""

    body = BodyField(label=_("Units below"))
    title = forms.CharField(label=_("Title"), max_length=80, required=False)
    starts_on = forms.DateField(label=_("Closed from"), widget=DAY)
    ends_on = forms.DateField(label=_("Closed before"), widget=DAY)
    kind = forms.ChoiceField(label=_("Arose from"), choices=[ANY, *Kind.choices], required=False)
    share = forms.IntegerField(
        label=_("Per cent of each unit's orders"),
        initial=policy.SAMPLE_SHARE,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    third_party = forms.CharField(
        label=_("Third party that checks"), help_text=_("Empty: the office itself."), max_length=80, required=False
    )


class ProposalForm(forms.Form):
    """What keeps coming back, and what should change."""

    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    problem = words(_("What keeps coming back, and why"), rows=4)
    change = words(_("Which rule or way of working should change, and how"), rows=4)


class TemplateForm(PlaceForm):
    """A template of an order."""

    body = BodyField(label=_("For units below"))
    name = forms.CharField(label=_("Name of the template"), max_length=60, required=False)
    kind = NewForm.base_fields["kind"]
    title = NewForm.base_fields["title"]
    text = NewForm.base_fields["text"]
    topic = NewForm.base_fields["topic"]
    items = NewForm.base_fields["items"]
    days = NewForm.base_fields["days"]
    assistants = NewForm.base_fields["assistants"]

    def facts(self) -> dict[str, Any]:
        """Return the cleaned values as fields of a template, without its body."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "body"}
        given["items"] = [line.strip()[:120] for line in given["items"].splitlines() if line.strip()]
        return given


def initial_of(template: Template) -> dict[str, Any]:
    """Return a template as the first values of a form."""
    plain = {name: getattr(template, name) for name in ("kind", "title", "text", "topic", "days")}
    assistants = "\n".join(template.assistants.values_list("name", flat=True))
    return plain | {"items": "\n".join(template.items), "assistants": assistants}


class ProfileForm(PlaceForm):
    """What orders of a kind must pass below a body."""

    body = BodyField(label=_("For units below"))
    kind = NewForm.base_fields["kind"]
    passes = forms.MultipleChoiceField(
        label=_("What they must pass"), choices=Step.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    caller = BodyField(
        label=_("Body that calls back"),
        help_text=_("Empty: the one that received the matter, or else the one that verifies."),
        required=False,
    )
    source = forms.CharField(label=_("Document that orders it so"), max_length=300, required=False)
