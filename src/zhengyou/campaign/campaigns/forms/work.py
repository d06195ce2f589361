"""Forms of meetings, activities, contacts, demonstration points, projects, reports and scans."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns.enums import (
    ActivityKind,
    ActivityState,
    ContactKind,
    MeetingKind,
    MeetingState,
    PointKind,
    ReportKind,
    Span,
)
from zhengyou.campaign.campaigns.models import Attendee, Campaign, Item, Meeting, Phase
from zhengyou.campaign.plans.enums import Rhythm
from zhengyou.kernel import clock
from zhengyou.registry.bodies.models import Appointment, Body, Place
from zhengyou.registry.bodies.queries import held_on


def day(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **options)


def lines(label: Any, rows: int = 4, **options: Any) -> forms.CharField:
    """Return a field for some lines of text."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class BodyField(forms.ModelChoiceField[Body]):
    """One body, told by its public id."""

    def __init__(self, queryset: QuerySet[Body] | None, **options: Any) -> None:
        super().__init__(queryset=queryset, to_field_name="public_id", **options)


class PostField(forms.ModelChoiceField[Appointment]):
    """The holder of a post."""

    def __init__(self, queryset: QuerySet[Appointment] | None, **options: Any) -> None:
        super().__init__(queryset=queryset, to_field_name="public_id", **options)

    def label_from_instance(self, one: Any) -> str:
        """Return name, body and post."""
        return f"{one.person.name} · {one}"


def posts_below(paths: Body) -> QuerySet[Appointment]:
    """Return who holds a post in a body or below it today, in official order."""
    rows = held_on(clock.today()).filter(post__body__path__startswith=paths.path)
    return rows.order_by("post__body__sort_path", "post__order_number", "pk")


class MeetingForm(forms.Form):
    """A meeting with its agenda and the units invited."""

    kind = forms.ChoiceField(label=_("Kind of meeting"), choices=MeetingKind.choices)
    title = forms.CharField(label=_("Title"), max_length=120)
    starts_at = forms.DateTimeField(
        label=_("Meeting time"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = forms.CharField(label=_("Where"), max_length=120)
    agenda = lines(_("Agenda"), help_text=_("One item a line"))
    everybody = forms.BooleanField(label=_("Invite all units of the campaign"), required=False)
    wants_statements = forms.BooleanField(
        label=_("Everybody who comes says a few words, which are kept"), required=False
    )

    def __init__(self, *args: Any, campaign: Campaign, hosts: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = campaign.units.order_by("sort_path")
        self.fields["body"] = BodyField(hosts, label=_("Called by"), empty_label=None)
        self.fields["units"] = forms.ModelMultipleChoiceField(
            self.units, label=_("Units invited"), required=False, to_field_name="public_id",
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields["above"] = forms.ModelChoiceField(
            Meeting.objects.filter(campaign=campaign), label=_("Passes on"), required=False,
            empty_label=_("No other meeting"),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Take all units where that was ticked; split the agenda."""
        given = super().clean() or {}
        if given.pop("everybody", False):
            given["units"] = list(self.units)
        given["units"] = list(given.get("units") or [])
        given["agenda"] = (given.get("agenda") or "").splitlines()
        return given


class MeetingFilter(forms.Form):
    """The query bar above the meetings."""

    q = forms.CharField(label=_("Title"), required=False)
    kind = forms.ChoiceField(label=_("Kind of meeting"), required=False, choices=[("", _("All")), *MeetingKind.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *MeetingState.choices])


class ReceiptForm(forms.Form):
    """The receipt of an invited unit."""

    coming = forms.TypedChoiceField(
        label=_("Receipt"), choices=[("1", _("Takes part")), ("0", _("Excused"))], coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    excuse = forms.CharField(label=_("Why nobody comes"), max_length=300, required=False)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = forms.ModelMultipleChoiceField(
            held_on(clock.today()).filter(post__body=body).order_by("post__order_number", "pk"),
            label=_("Who comes"), required=False, to_field_name="public_id", widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields["appointments"] = field


class PresenceForm(forms.Form):
    """Who was there."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Attendee.objects.filter(invitation__meeting=meeting).select_related(
            "appointment__person", "appointment__post__body"
        )
        self.fields["present"] = forms.ModelMultipleChoiceField(
            rows, label=_("Was there"), required=False, widget=forms.CheckboxSelectMultiple
        )


class StatementForm(forms.Form):
    """What somebody said."""

    statement = lines(_("What was said"), max_length=2000)


class MinutesForm(forms.Form):
    """The minutes with the result of each item of the agenda."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(meeting.agenda.all())
        for item in self.items:
            self.fields[f"item-{item.order_number}"] = lines(item.title, 2, required=False)
        self.fields["minutes"] = lines(_("Minutes"), 8)

    @property
    def results(self) -> list[str]:
        """Return the results in the order of the agenda."""
        return [self.cleaned_data[f"item-{item.order_number}"] for item in self.items]


class TaskForm(forms.Form):
    """Who does what by when."""

    text = forms.CharField(label=_("What is to be done"), max_length=200)
    due_on = day(_("Due by"))

    def __init__(self, *args: Any, campaign: Campaign, asked: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Body.objects.filter(pk__in=[campaign.body_id, *campaign.units.values_list("pk", flat=True)])
        self.fields["body"] = BodyField(units.order_by("sort_path"), label=_("Unit"))
        if not asked:
            del self.fields["text"]


class WhyForm(forms.Form):
    """A few words: why, or what came of it."""

    words = lines(_("In a few words"), 3, max_length=2000, required=False)


class ActivityForm(forms.Form):
    """An activity, or a series of them."""

    kind = forms.ChoiceField(label=_("Kind of activity"), choices=ActivityKind.choices)
    span = forms.ChoiceField(label=_("Called"), choices=Span.choices)
    title = forms.CharField(label=_("Title"), max_length=120)
    starts_on = day(_("First day"))
    ends_on = day(_("Last day"), required=False, help_text=_("Empty: as long as its name says"))
    rhythm = forms.ChoiceField(label=_("Again"), choices=Rhythm.choices, initial=Rhythm.ONCE)
    occasion = forms.CharField(label=_("On the occasion of"), max_length=40, required=False)
    place = forms.CharField(label=_("Where"), max_length=120, required=False)
    purpose = lines(_("What for"), 3, required=False)
    register_until = day(_("Units register until"), required=False, help_text=_("Empty: nobody registers"))
    seats = forms.IntegerField(label=_("Persons at most"), min_value=1, required=False)

    def __init__(self, *args: Any, campaign: Campaign, hosts: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"] = BodyField(hosts, label=_("Held by"), empty_label=None)
        self.fields["item"] = forms.ModelChoiceField(
            Item.objects.filter(dimension__campaign=campaign), label=_("For the item"), required=False
        )


class ActivityFilter(forms.Form):
    """The query bar above the activities."""

    q = forms.CharField(label=_("Title"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of activity"), required=False, choices=[("", _("All")), *ActivityKind.choices]
    )
    span = forms.ChoiceField(label=_("Called"), required=False, choices=[("", _("All")), *Span.choices])
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *ActivityState.choices])


class EnrolForm(forms.Form):
    """How many persons of the own unit take part."""

    persons = forms.IntegerField(label=_("Persons"), min_value=1)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class DayForm(forms.Form):
    """What the own unit did on one day of an activity."""

    on = day(_("Day"))
    took_part = forms.IntegerField(label=_("Persons taking part"), min_value=0, required=False)
    served = forms.IntegerField(label=_("Persons served"), min_value=0, required=False)
    text = lines(_("What was done"))

    def clean(self) -> dict[str, Any]:
        """Take an empty number as nobody."""
        given = super().clean() or {}
        return given | {name: given.get(name) or 0 for name in ("took_part", "served")}


class ContactForm(forms.Form):
    """Who looks after whom."""

    kind = forms.ChoiceField(label=_("Kind of contact"), choices=ContactKind.choices)
    household = forms.CharField(
        label=_("Family in need"), max_length=60, required=False, help_text=_("Its number in the register; no names")
    )
    task = lines(_("Joint task"), 3)
    starts_on = day(_("First day"))
    ends_on = day(_("Last day"))

    field_order = ("kind", "appointment", "target", "partner", "household", "task", "starts_on", "ends_on")

    def __init__(self, *args: Any, campaign: Campaign, below: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = posts_below(below)
        self.fields["appointment"] = PostField(posts, label=_("Who looks after"))
        self.fields["target"] = BodyField(
            Body.objects.filter(path__startswith=campaign.body.path, dissolved_on__isnull=True).order_by("sort_path"),
            label=_("Unit, town or village"), required=False,
        )  # fmt: skip
        self.fields["partner"] = PostField(posts, label=_("Colleague"), required=False)
        self.order_fields(self.field_order)


class ContactFilter(forms.Form):
    """The query bar above the contacts."""

    q = forms.CharField(label=_("Person or unit"), required=False)
    kind = forms.ChoiceField(label=_("Kind of contact"), required=False, choices=[("", _("All")), *ContactKind.choices])


class NoteForm(forms.Form):
    """What was seen or agreed on a visit."""

    on = day(_("Day"))
    text = lines(_("What was seen or agreed"))
    promise = forms.CharField(label=_("Promise to be followed"), max_length=200, required=False)
    promise_due = day(_("Promised by"), required=False)

    def __init__(self, *args: Any, places: QuerySet[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = forms.ModelChoiceField(places, label=_("Place of the register"), required=False)


class PointForm(forms.Form):
    """A demonstration point."""

    practice = lines(_("What it shows to others"))

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"] = BodyField(campaign.units.order_by("sort_path"), label=_("Unit"))
        self.fields["leader"] = PostField(
            posts_below(campaign.body), label=_("Leader who looks after it"), required=False
        )
        self.fields["item"] = forms.ModelChoiceField(
            Item.objects.filter(dimension__campaign=campaign), label=_("For the item"), required=False
        )


class UnitsForm(forms.Form):
    """Units of a campaign."""

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"] = forms.ModelMultipleChoiceField(
            campaign.units.order_by("sort_path"), label=_("Units"), required=False, to_field_name="public_id",
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip


class ProjectForm(forms.Form):
    """A project with its milestones."""

    title = forms.CharField(label=_("Title"), max_length=120)
    aim = lines(_("What it is to achieve"), 3)
    milestones = lines(_("Milestones"), help_text=_("One a line with its day, as: 2026-06-30 equipment installed"))

    field_order = ("body", "title", "aim", "partner", "milestones")

    def __init__(self, *args: Any, campaign: Campaign, hosts: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"] = BodyField(hosts, label=_("Carried out by"), empty_label=None)
        below = Body.objects.filter(path__startswith=campaign.body.path, dissolved_on__isnull=True)
        self.fields["partner"] = BodyField(
            below.order_by("sort_path"), label=_("For the village or unit"), required=False
        )
        self.order_fields(self.field_order)

    def clean_milestones(self) -> list[tuple[str, dt.date]]:
        """Read a day and a name from each line."""
        found = []
        for line in self.cleaned_data["milestones"].splitlines():
            first, _blank, name = line.strip().replace("，", " ", 1).partition(" ")
            if not first:
                continue
            try:
                found.append((name.strip(), dt.date.fromisoformat(first)))
            except ValueError:
                name = ""
            if not name.strip():
                raise forms.ValidationError(_("Begin each line with a day as 2026-06-30, then the milestone."))
        return found


class ReportForm(forms.Form):
    """Which report of which days."""

    kind = forms.ChoiceField(label=_("Kind of report"), choices=ReportKind.choices)
    starts_on = day(_("First day"), required=False)
    ends_on = day(_("Last day"), required=False)

    def __init__(self, *args: Any, campaign: Campaign, hosts: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"] = BodyField(hosts, label=_("Report of"), empty_label=None)
        self.fields["phase"] = forms.ModelChoiceField(
            Phase.objects.filter(campaign=campaign), label=_("Phase"), required=False
        )


class TextForm(forms.Form):
    """Title and text of a report."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = lines(_("Text"), 14)


class LineForm(forms.Form):
    """A line of a report."""

    kind = forms.ChoiceField(label=_("What it is"), choices=PointKind.choices)
    text = lines(_("Text"), 3, max_length=300)


class TickForm(forms.Form):
    """How a point of the start-up list was done."""

    how = forms.CharField(label=_("How it was done"), max_length=200)


class ScanForm(forms.Form):
    """Scans of stamped or signed pages."""

    scans = forms.FileField(
        label=_("Scans"), help_text=_("PDF, JPG or PNG; one PDF may hold many forms, each begins with its code")
    )


class NumberForm(forms.Form):
    """The number below the square code."""

    number = forms.CharField(label=_("Number of the form"), max_length=20)


class CycleForm(forms.Form):
    """The next cycle."""

    title = forms.CharField(label=_("Name of the campaign"), max_length=200)
    starts_on = day(_("First day"))
