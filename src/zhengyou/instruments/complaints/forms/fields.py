"""Fields that several forms of this room share: a unit, a class of the tree, a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhengyou.instruments.complaints import queries
from zhengyou.instruments.complaints.models import Category
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import subtree


class UnitField(forms.ModelChoiceField[Body]):
    """One standing body; forms fill the queryset with the bodies of their place."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Body.objects.none(), to_field_name="public_id", **options)


class CategoryField(forms.ModelChoiceField[Category]):
    """A class of the tree, grouped by its first level; its label shows the way down to it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=queries.categories(), to_field_name="code", **options)
        self.choices = self._grouped()

    def _grouped(self) -> Any:
        required = self.required

        def rows() -> Any:
            tops: dict[str, tuple[str, list[tuple[str, str]]]] = {}
            names: dict[str, str] = {}
            for code, name in queries.categories().values_list("code", "name"):
                names[code] = name
                if len(code) == 2:
                    tops[code] = (name, [(code, name)])
                elif code[:2] in tops:
                    above = names.get(code[:4], "")
                    tops[code[:2]][1].append((code, name if len(code) == 4 else f"{above} › {name}"))
            yield ("", _("Please choose") if required else _("Not chosen"))
            yield from tops.values()

        return rows


HELPERS = ("assisting_1", "assisting_2", "assisting_3")
"""Up to three units assist; a list of all with several marks is hard to read and to use by keyboard."""


class AssistedForm(forms.Form):
    """A lead unit with up to three that assist; ``cleaned_data["assisting"]`` holds these in order, each once."""

    lead = UnitField(label=_("Lead unit"))
    assisting_1 = UnitField(label=_("Unit that assists"), required=False)
    assisting_2 = UnitField(label=_("Unit that assists"), required=False)
    assisting_3 = UnitField(label=_("Unit that assists"), required=False)

    def __init__(self, *args: Any, root: Body | None, **options: Any) -> None:
        super().__init__(*args, **options)
        place_units(self, root, "lead", *HELPERS)

    def clean(self) -> dict[str, Any]:
        """Put the assisting units together."""
        given = {**(super().clean() or {})}
        chosen = (given.pop(name, None) for name in HELPERS)
        given["assisting"] = list(dict.fromkeys(unit for unit in chosen if unit is not None))
        return given


def place_units(form: forms.Form, root: Body | None, *names: str) -> None:
    """Let the unit fields ``names`` of ``form`` offer the bodies of the place of ``root``."""
    offered = subtree(top_of(root)) if root is not None else Body.objects.none()
    for name in names:
        field: Any = form.fields[name]
        field.queryset = offered


def top_of(body: Body) -> Body:
    """Return the topmost body above ``body``."""
    return Body.objects.get(pk=int(body.path.split(".")[0]))


def area(rows: int = 4) -> forms.Textarea:
    """Return a text area of so many rows."""
    return forms.Textarea(attrs={"rows": rows})


class NothingForm(forms.Form):
    """A verb that needs only the click."""


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=_("Reason"), widget=area(3), max_length=1000, required=False)


class ResultForm(forms.Form):
    """What came of something."""

    result = forms.CharField(label=_("Result"), widget=area(4), max_length=2000, required=False)


class TextForm(forms.Form):
    """Words for whoever reads them next."""

    text = forms.CharField(label=_("Text"), widget=area(5), max_length=4000, required=False)
