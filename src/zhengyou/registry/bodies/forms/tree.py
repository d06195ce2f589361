"""Forms of the tree: filter, founding, and one form for each kind of change."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.registry.bodies.changes import (
    Change,
    Dissolve,
    Found,
    Founding,
    Merge,
    Move,
    Rename,
    Reorder,
    Split,
)
from zhengyou.registry.bodies.enums import ChangeKind, Kind, Level, PlaceKind
from zhengyou.registry.bodies.forms.choices import BodiesField, BodyField
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.models.tree import LARGEST_ORDER_NUMBER


class BodyFilter(forms.Form):
    """The query bar above the list of bodies."""

    q = forms.CharField(label=_("Name, short name or code"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices])
    level = forms.ChoiceField(label=_("Level of the body"), required=False, choices=[("", _("All")), *Level.choices])
    show = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("Standing")), ("dissolved", _("Dissolved"))]
    )


class ContactFilter(forms.Form):
    """The query bar above the contact list."""

    q = forms.CharField(label=_("Unit or name"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices])
    offices = forms.BooleanField(label=_("With internal offices"), required=False)
    numbers = forms.BooleanField(label=_("Full numbers and addresses (written down)"), required=False)


class TextFilter(forms.Form):
    """A query bar that asks for some words."""

    q = forms.CharField(label=_("Name or person"), required=False, max_length=60)


class PlaceFilter(forms.Form):
    """The query bar above the register of places."""

    q = forms.CharField(label=_("Name"), required=False, max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *PlaceKind.choices])


class DayForm(forms.Form):
    """The day as of which something is shown."""

    day = forms.DateField(label=_("As of"), required=False)


def _number(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=_("Official order number"), min_value=0, max_value=LARGEST_ORDER_NUMBER, **kwargs)


class ChangeForm(forms.Form):
    """What every change asks for: from which day, by which document."""

    on = forms.DateField(
        label=_("In force from"),
        initial=clock.today,
        help_text=_("A day ahead: the change is kept and made on its day by itself."),
    )
    document = forms.CharField(
        label=_("Document"), required=False, max_length=200, help_text=_("As 青编发〔2026〕3号")
    )  # messages: zh

    field_order: Iterable[str] | None = ("name", "short_name", "parent", "order_number")

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        self.body = body
        super().__init__(*args, **kwargs)

    def change(self) -> Change:
        """Return the change that was asked for."""
        raise NotImplementedError


class FoundingFields(forms.Form):
    """What describes a new body."""

    name = forms.CharField(label=_("Name"), max_length=120)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    code = forms.CharField(
        label=_("Body code"),
        max_length=32,
        required=False,
        help_text=_("Unified social credit code or a code of your own"),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    level = forms.ChoiceField(label=_("Level of the body"), choices=Level.choices)
    order_number = _number(required=False, help_text=_("Empty: behind the others"))

    def founding(self) -> Founding:
        """Return the body that was described."""
        given = self.cleaned_data
        names = ("name", "short_name", "code", "kind", "level", "order_number")
        return Founding(**{name: given[name] for name in names})


class RootForm(FoundingFields):
    """A new root body: another place with a tree of its own."""

    on = forms.DateField(
        label=_("In force from"), required=False, help_text=_("Empty: it has stood as long as the records go back")
    )
    document = forms.CharField(
        label=_("Document"), required=False, max_length=200, help_text=_("As 青编发〔2026〕3号")
    )  # messages: zh

    def clean_on(self) -> dt.date | None:
        """Return the day, which may not lie ahead: only changes of a tree that stands are planned."""
        day: dt.date | None = self.cleaned_data["on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("This day lies ahead."))
        return day


class FoundForm(FoundingFields, ChangeForm):
    """A new body below this one."""

    def change(self) -> Found:
        """Return the founding."""
        return Found(body=self.body.pk, founding=self.founding())


class RenameForm(ChangeForm):
    """Another name."""

    name = forms.CharField(label=_("New name"), max_length=120)
    short_name = forms.CharField(label=_("New short name"), max_length=40, required=False)

    def change(self) -> Rename:
        """Return the rename."""
        return Rename(body=self.body.pk, name=self.cleaned_data["name"], short_name=self.cleaned_data["short_name"])


class MoveForm(ChangeForm):
    """Another body above."""

    parent = BodyField(label=_("New body above"))
    order_number = _number(required=False, help_text=_("Empty: behind the others"))

    def change(self) -> Move:
        """Return the move."""
        given = self.cleaned_data
        return Move(body=self.body.pk, parent=given["parent"].pk, order_number=given["order_number"])


class ReorderForm(ChangeForm):
    """Another order number."""

    order_number = _number()

    def change(self) -> Reorder:
        """Return the change of order."""
        return Reorder(body=self.body.pk, order_number=self.cleaned_data["order_number"])


class MergeForm(ChangeForm):
    """Other bodies that go into this one."""

    sources = BodiesField(label=_("Bodies that go into this one"))
    carry_posts = forms.BooleanField(
        label=_("Open their posts here with the same holders"), required=False, initial=True
    )

    field_order = ("sources", "carry_posts")

    def change(self) -> Merge:
        """Return the merger."""
        given = self.cleaned_data
        sources = tuple(body.pk for body in given["sources"])
        return Merge(body=self.body.pk, sources=sources, carry_posts=given["carry_posts"])


class SplitForm(ChangeForm):
    """Bodies that come out of this one."""

    parts = forms.CharField(
        label=_("New bodies"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line; a short name may follow after a blank"),
        max_length=2000,
    )
    keep = forms.BooleanField(label=_("This body goes on beside them"), required=False, initial=True)

    field_order = ("parts", "keep")

    def clean_parts(self) -> tuple[Founding, ...]:
        """Return the bodies that were named, of the kind and level of this one."""
        parts = []
        for line in self.cleaned_data["parts"].splitlines():
            name, _blank, short_name = line.strip().partition(" ")
            if len(name) > 120 or len(short_name.strip()) > 40:
                raise forms.ValidationError(_("“%(name)s” is too long."), params={"name": name[:30]})
            if name:
                parts.append(
                    Founding(name=name, short_name=short_name.strip(), kind=self.body.kind, level=self.body.level)
                )
        return tuple(parts)

    def change(self) -> Split:
        """Return the split."""
        return Split(body=self.body.pk, parts=self.cleaned_data["parts"], keep=self.cleaned_data["keep"])


class DissolveForm(ChangeForm):
    """The end of a body."""

    heir = BodyField(
        label=_("Who takes over"), required=False, help_text=_("Empty: what stands below it goes to the body above")
    )

    field_order = ("heir",)

    def change(self) -> Dissolve:
        """Return the dissolution."""
        heir = self.cleaned_data["heir"]
        return Dissolve(body=self.body.pk, heir=heir.pk if heir else None)


CHANGE_FORMS: dict[str, type[ChangeForm]] = {
    ChangeKind.FOUND: FoundForm,
    ChangeKind.RENAME: RenameForm,
    ChangeKind.MOVE: MoveForm,
    ChangeKind.REORDER: ReorderForm,
    ChangeKind.MERGE: MergeForm,
    ChangeKind.SPLIT: SplitForm,
    ChangeKind.DISSOLVE: DissolveForm,
}


class BasicForm(forms.Form):
    """Kind, level and code of a body."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    level = forms.ChoiceField(label=_("Level of the body"), choices=Level.choices)
    code = forms.CharField(
        label=_("Body code"),
        max_length=32,
        required=False,
        help_text=_("Unified social credit code or a code of your own"),
    )
    on = forms.DateField(label=_("In force from"), initial=clock.today)


class ImportForm(forms.Form):
    """A filled form, and where its bodies shall stand."""

    below = BodyField(label=_("Below which body"))
    file = forms.FileField(label=_("Filled form (.xlsx)"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))
