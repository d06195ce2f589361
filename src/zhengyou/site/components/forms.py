"""Fields with label, help and error, and the summary of errors at the top of a form."""

from django import forms
from django.forms import BoundField, Form
from django.forms.widgets import DateTimeBaseInput, Input
from django.template import Library
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhengyou.site.components import render

register = Library()

DASHES = "---------"
"""What Django offers where nothing is chosen; people read words there."""
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "checkbox"),
    (forms.Textarea, "textarea"),
    (forms.SelectMultiple, "select select-many"),
    (forms.Select, "select"),
    (forms.FileInput, "file-input"),
    (Input, "input"),
)
# Chinese date formats of Django begin with a year and a slash, which a date input refuses: ISO is its own language.
NATIVE: tuple[tuple[type[DateTimeBaseInput], str, str], ...] = (
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
)


def kind_of(widget: forms.Widget) -> str:
    """Return how a field with this widget is laid out: group, check or line."""
    if isinstance(widget, GROUPS):
        return "group"
    return "check" if isinstance(widget, forms.CheckboxInput) else "line"


def attributes_of(field: BoundField, kind: str) -> dict[str, str | bool]:
    """Return the class of a field's widget, and give date fields the input type and format of the browser."""
    widget = field.field.widget
    classes = next((name for known, name in CLASSES if isinstance(widget, known)), "")
    own = str(widget.attrs.get("class", ""))
    wrong = " is-wrong" if field.errors else ""
    attributes: dict[str, str | bool] = {"class": f"{classes} {own}{wrong}".strip()}
    for known, native, pattern in NATIVE:
        if isinstance(widget, known):
            widget.format = widget.format or pattern
            widget.input_type = str(widget.attrs.pop("type", native))
            break
    if kind == "line" and isinstance(widget, forms.Textarea):
        attributes["rows"] = str(widget.attrs.get("rows", 4)) if widget.attrs.get("rows") != "10" else "4"
    return attributes


def draw_field(field: BoundField, *, compact: bool = False, label: str = "") -> SafeString:
    """Draw one field; ``compact`` leaves out help and the mark of a required field (filter bars)."""
    if field.is_hidden:
        return format_html("{}", field)
    kind = kind_of(field.field.widget)
    if isinstance(field.field, forms.ModelChoiceField) and field.field.empty_label == DASHES:
        field.field.empty_label = _("Please choose") if field.field.required else _("Not chosen")
    help_id = f"{field.auto_id}_helptext" if field.help_text and not compact else ""
    attributes = attributes_of(field, kind)
    widget = "" if kind == "group" else field.as_widget(attrs=attributes)
    return render(
        "field",
        field=field,
        kind=kind,
        widget=widget,
        label=label or field.label,
        help_id=help_id,
        error_id=f"{field.auto_id}_error",
        required=field.field.required and not compact,
        compact=compact,
        multiple=isinstance(field.field.widget, forms.CheckboxSelectMultiple),
    )


@register.simple_tag
def field(bound: BoundField, compact: bool = False, label: str = "") -> SafeString:
    """Draw one field of a form with label, help, widget and the error beside it."""
    return draw_field(bound, compact=compact, label=label)


@register.simple_tag
def fields(form: Form, exclude: str = "") -> SafeString:
    """Draw all fields of a form, hidden ones too, except those named in ``exclude`` (by blank)."""
    left_out = set(exclude.split())
    return format_html_join("", "{}", ((draw_field(bound),) for bound in form if bound.name not in left_out))


@register.simple_tag
def error_summary(form: Form) -> SafeString:
    """List every error at the top of a form, each with a link to its field (pattern of the GOV.UK design system)."""
    if not form.errors:
        return SafeString("")
    wrong = [(bound, bound.errors) for bound in form if bound.errors]
    return render("error_summary", wrong=wrong, general=form.non_field_errors())


@register.simple_block_tag
def form_actions(content: str) -> SafeString:
    """Set the buttons of a form side by side."""
    return format_html('<div class="form-actions">{}</div>', content)
