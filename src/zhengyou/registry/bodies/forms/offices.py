"""Forms of posts, leave, relations, groups, supervisors and places."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.registry.bodies.enums import (
    Capacity,
    Duty,
    GroupRole,
    LeaveKind,
    Matter,
    PlaceKind,
    RelationKind,
    Seat,
)
from zhengyou.registry.bodies.forms.choices import BodyField, PersonField


def _lines(**kwargs: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000, **kwargs)


class PostForm(forms.Form):
    """A post and what it answers for."""

    title = forms.CharField(label=_("Post"), max_length=60)
    duty = forms.ChoiceField(
        label=_("Duty on this platform"), choices=Duty.choices, initial=Duty.OTHER,
        help_text=_("Liaison officers and leaders in charge stand in the contact list."),
    )  # fmt: skip
    responsibilities = _lines(label=_("Responsibilities"), help_text=_("What the holder answers for, one a line"))
    order_number = forms.IntegerField(
        label=_("Official order number"),
        min_value=0,
        max_value=999_999,
        required=False,
        help_text=_("Empty: behind the others"),
    )


class AppointForm(forms.Form):
    """A person for a post."""

    person = PersonField(label=_("Person"), newcomers=True)
    new = forms.BooleanField(label=_("Not on the list of persons yet: put this person on it"), required=False)
    phone = forms.CharField(label=_("Telephone of a new person"), max_length=20, required=False)
    seat = forms.ChoiceField(label=_("Holds it as"), choices=Seat.choices)
    starts_on = forms.DateField(label=_("Starts on"), initial=clock.today)
    ends_on = forms.DateField(
        label=_("Until before"), required=False, help_text=_("Needed for a secondment, else empty until it ends")
    )
    seconded_from = BodyField(label=_("Seconded from"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a newcomer who is not meant to be one: most often the name is mistyped."""
        given = super().clean() or {}
        if isinstance(given.get("person"), str) and not given.get("new"):
            self.add_error("person", _("Nobody of this name holds a post in your scope. Tick the box below if new."))
        return given


class EndForm(forms.Form):
    """The day on which something ends."""

    on = forms.DateField(label=_("First day on which it no longer holds"), initial=clock.today)


class HandOverForm(forms.Form):
    """A post for the next holder."""

    to = PersonField(label=_("Next holder"))
    on = forms.DateField(label=_("Starts on"), initial=clock.today)
    matters = _lines(label=_("What is handed over"), help_text=_("Seals, ledgers, open matters; one a line"))


class LeaveForm(forms.Form):
    """Days away, and who stands in for one post."""

    kind = forms.ChoiceField(label=_("Reason for absence"), choices=LeaveKind.choices)
    starts_on = forms.DateField(label=_("First day away"), initial=clock.today)
    ends_on = forms.DateField(label=_("First day back"))
    stand_in = PersonField(
        label=_("Stand-in"), required=False,
        help_text=_("Empty: the AB post, then the deputies, then the leader in charge"),
    )  # fmt: skip
    handed_over = forms.CharField(label=_("What is handed over"), max_length=300, required=False)


class RelationForm(forms.Form):
    """A relation to another body."""

    kind = forms.ChoiceField(label=_("Relation"), choices=RelationKind.choices)
    other = BodyField(label=_("Other body"))
    starts_on = forms.DateField(label=_("Starts on"), initial=clock.today)
    ends_on = forms.DateField(label=_("Until before"), required=False)
    document = forms.CharField(label=_("Document"), required=False, max_length=200)


class AuthorityForm(forms.Form):
    """Whether line or place decides in a matter."""

    matter = forms.ChoiceField(label=_("Matter"), choices=Matter.choices)
    leads = forms.ChoiceField(
        label=_("Whose word counts"),
        choices=[(RelationKind.LINE, RelationKind.LINE.label), (RelationKind.PLACE, RelationKind.PLACE.label)],
    )
    starts_on = forms.DateField(label=_("Starts on"), initial=clock.today)
    document = forms.CharField(label=_("Document"), required=False, max_length=200)


class GroupForm(forms.Form):
    """A leading group."""

    body = BodyField(label=_("Body"))
    name = forms.CharField(label=_("Name"), max_length=120)
    task = _lines(label=_("Task"))
    document = forms.CharField(label=_("Document"), required=False, max_length=200)
    office = BodyField(label=_("Office at"), required=False)
    starts_on = forms.DateField(label=_("Starts on"), initial=clock.today)
    ends_on = forms.DateField(label=_("Until before"), required=False)


class SeatForm(forms.Form):
    """A seat in a leading group."""

    person = PersonField(label=_("Person"))
    role = forms.ChoiceField(label=_("Role in the group"), choices=GroupRole.choices, initial=GroupRole.MEMBER)
    office_held = forms.CharField(
        label=_("Position"), max_length=120, required=False, help_text=_("As the roster prints it")
    )
    starts_on = forms.DateField(label=_("Starts on"), initial=clock.today)
    ends_on = forms.DateField(label=_("Until before"), required=False)
    seconded_from = BodyField(
        label=_("Called from"), required=False, help_text=_("For staff called to the office; then the term is needed")
    )


class SupervisorForm(forms.Form):
    """An invitation to supervise."""

    body = BodyField(label=_("Body"))
    person = PersonField(label=_("Person"))
    capacity = forms.ChoiceField(label=_("Invited as"), choices=Capacity.choices)
    letter = forms.CharField(label=_("Letter number"), max_length=60, required=False)
    starts_on = forms.DateField(label=_("Starts on"), initial=clock.today)
    ends_on = forms.DateField(label=_("Until before"))
    rights = _lines(label=_("Rights"), help_text=_("As: visit windows unannounced, see ledgers, attend reviews"))


class ReportForm(forms.Form):
    """What a supervisor saw."""

    about = BodyField(label=_("About"))
    on = forms.DateField(label=_("Day"), initial=clock.today)
    text = forms.CharField(label=_("What was seen"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)


class AnswerForm(forms.Form):
    """What a body did about a report."""

    answer = forms.CharField(
        label=_("How it was dealt with"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )


class PlaceForm(forms.Form):
    """A place for the register."""

    body = BodyField(label=_("Looked after by"))
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=PlaceKind.choices)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    starts_on = forms.DateField(label=_("In use since"), initial=clock.today)


class ResidentForm(forms.Form):
    """A body that resides in a place."""

    resident = BodyField(label=_("Resident body"))
    starts_on = forms.DateField(label=_("Starts on"), initial=clock.today)


class ActivityForm(forms.Form):
    """Something held at a place."""

    title = forms.CharField(label=_("Activity"), max_length=120)
    on = forms.DateField(label=_("Day"), initial=clock.today)
    participants = forms.IntegerField(label=_("Participants"), min_value=0, max_value=1_000_000, initial=0)
    note = forms.CharField(label=_("Remark on the activity"), max_length=300, required=False)
