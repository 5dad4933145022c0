"""Django forms said in GOV.UK components: which component a field is, and what it is told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Params = dict[str, Any]  # Any: the GOV.UK components take nested dictionaries of whatever kind

WIDTHS_IN_CHARACTERS = (2, 3, 4, 5, 10, 20, 30)


class DayWidget(forms.Widget):
    """Day, month and year in three boxes."""

    PARTS = ("day", "month", "year")

    def value_from_datadict(
        self,
        data: Mapping[str, Any],  # Any: as in the class above
        files: Any,  # noqa: ARG002  Any: as in the class above
        name: str,
    ) -> tuple[str, str, str]:
        day, month, year = (str(data.get(f"{name}-{part}", "")).strip() for part in self.PARTS)
        return day, month, year

    def value_omitted_from_data(
        self,
        data: Mapping[str, Any],  # Any: as in the class above
        files: Any,  # noqa: ARG002  Any: as in the class above
        name: str,
    ) -> bool:
        return all(f"{name}-{part}" not in data for part in self.PARTS)


class DayField(forms.Field):
    """A date typed in three boxes; cleaned to a `date`, or None where it may be left out."""

    widget = DayWidget
    default_error_messages = {
        "required": gettext_lazy("Enter a date"),
        "incomplete": gettext_lazy("The date must include a %(parts)s"),
        "unreal": gettext_lazy("Enter a real date"),
    }

    def clean(self, value: tuple[str, str, str]) -> date | None:
        if not any(value):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        names = (_("day"), _("month"), _("year"))
        missing = [name for name, typed in zip(names, value, strict=True) if not typed]
        if missing:
            parts = _(" and ").join(missing)
            message = self.error_messages["incomplete"] % {"parts": parts}
            raise ValidationError(message, code="incomplete")
        try:
            day, month, year = (int(part) for part in value)
            cleaned = date(year, month, day)
        except (ValueError, OverflowError) as unreal:
            raise ValidationError(self.error_messages["unreal"], code="unreal") from unreal
        self.run_validators(cleaned)
        return cleaned


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """How a page wants one field to look; see `field` in `parts/forms.html`."""

    width: int | str | None = None
    label_size: str | None = None
    is_heading: bool = False
    is_inline: bool = False
    is_small: bool = False
    attributes: Mapping[str, str]


def field_params(
    bound: forms.BoundField,
    *,
    width: int | str | None = None,
    label_size: str | None = None,
    is_heading: bool = False,
    is_inline: bool = False,
    is_small: bool = False,
    attributes: Mapping[str, str] | None = None,
) -> tuple[str, Params]:
    """The kind of component for a field, and its parameters."""
    wishes = Wishes(
        width=width,
        label_size=label_size,
        is_heading=is_heading,
        is_inline=is_inline,
        is_small=is_small,
        attributes=attributes or {},
    )
    match bound.field.widget:
        case forms.HiddenInput():
            component: tuple[str, Params] = "hidden", {}
        case DayWidget():
            component = "date", _grouped(bound, wishes) | _date_parts(bound)
        case forms.CheckboxInput():
            component = "checkboxes", _one_checkbox(bound)
        case forms.CheckboxSelectMultiple():
            component = "checkboxes", _grouped(bound, wishes) | _choices(bound, wishes)
        case forms.RadioSelect():
            component = "radios", _grouped(bound, wishes) | _choices(bound, wishes)
        case forms.Select():
            component = "select", _labelled(bound, wishes) | _options(bound)
        case _:
            component = _typed(bound, wishes)
    return component


def form_errors(form: forms.BaseForm) -> list[dict[str, str]]:
    """What is wrong with a form, in the order of its fields, each with a link to its field."""
    errors = [{"text": str(message)} for message in form.non_field_errors()]
    for bound in form:
        target = f"{bound.auto_id}-day" if is_date(bound) else bound.auto_id
        errors += [{"text": str(message), "href": f"#{target}"} for message in bound.errors]
    return errors


def is_date(bound: forms.BoundField) -> bool:
    return isinstance(bound.field.widget, DayWidget)


def _told(bound: forms.BoundField) -> Params:
    """What every component is told: its name, its hint and what is wrong with it."""
    told: Params = {"name": bound.html_name}
    if bound.help_text:
        told["hint"] = {"text": str(bound.help_text)}
    if bound.errors:
        told["errorMessage"] = {
            "text": " ".join(str(message) for message in bound.errors),
            "visuallyHiddenText": _("Error"),
        }
    return told


def _label(bound: forms.BoundField) -> str:
    is_asked = bound.field.required or getattr(bound.field, "is_needed_later", False)
    return str(bound.label) if is_asked else _label_of_optional(bound)


def _label_of_optional(bound: forms.BoundField) -> str:
    optional = _("(optional)")
    label = str(bound.label)
    is_question = isinstance(bound.field, forms.BooleanField) or optional in label
    return label if is_question else f"{label} {optional}"


def _labelled(bound: forms.BoundField, wishes: Wishes) -> Params:
    label: Params = {"text": _label(bound), "isPageHeading": wishes.is_heading}
    size = wishes.label_size or ("l" if wishes.is_heading else None)
    if size:
        label["classes"] = f"govuk-label--{size}"
    return _told(bound) | {
        "id": bound.auto_id,
        "label": label,
        "attributes": dict(wishes.attributes),
    }


def _grouped(bound: forms.BoundField, wishes: Wishes) -> Params:
    size = wishes.label_size or ("l" if wishes.is_heading else "s")
    legend = {
        "text": _label(bound),
        "isPageHeading": wishes.is_heading,
        "classes": f"govuk-fieldset__legend--{size}",
    }
    return _told(bound) | {"idPrefix": bound.auto_id, "fieldset": {"legend": legend}}


def _date_parts(bound: forms.BoundField) -> Params:
    value = bound.value()
    if isinstance(value, date):
        value = (str(value.day), str(value.month), str(value.year))
    error = " govuk-input--error" if bound.errors else ""
    labels = (_("Day"), _("Month"), _("Year"))
    items = [
        {
            "name": part,
            "label": label,
            "value": typed,
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{error}",
        }
        for part, label, typed in zip(DayWidget.PARTS, labels, value or ("", "", ""), strict=True)
    ]
    return {"id": bound.auto_id, "namePrefix": bound.html_name, "items": items}


def _one_checkbox(bound: forms.BoundField) -> Params:
    item = {"value": "on", "text": _label(bound), "checked": bool(bound.value())}
    return _told(bound) | {"idPrefix": bound.auto_id, "items": [item]}


def _flat(choices: Any) -> Iterator[tuple[str, str]]:  # Any: choices nest, and may be lazy
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield str(value), str(label)


def _chosen(bound: forms.BoundField) -> set[str]:
    value = bound.value()
    if value is None:
        return set()
    return {str(one) for one in value} if isinstance(value, (list, tuple, set)) else {str(value)}


def _choices(bound: forms.BoundField, wishes: Wishes) -> Params:
    chosen = _chosen(bound)
    items = [
        {"value": value, "text": label, "checked": value in chosen}
        for value, label in _flat(getattr(bound.field, "choices", ()))
        if value
    ]
    kind = "radios" if isinstance(bound.field.widget, forms.RadioSelect) else "checkboxes"
    classes = [f"govuk-{kind}--small"] if wishes.is_inline or wishes.is_small else []
    if wishes.is_inline and kind == "radios":
        classes.append("govuk-radios--inline")
    return {"items": items, "classes": " ".join(classes)}


def _options(bound: forms.BoundField) -> Params:
    chosen = _chosen(bound)
    return {
        "items": [
            {"value": value, "text": label, "selected": value in chosen}
            for value, label in _flat(getattr(bound.field, "choices", ()))
        ]
    }


def _width_class(width: int | str | None) -> str:
    if width is None:
        return ""
    return (
        f"govuk-input--width-{width}" if width in WIDTHS_IN_CHARACTERS else f"govuk-!-width-{width}"
    )


def _typed(bound: forms.BoundField, wishes: Wishes) -> tuple[str, Params]:
    widget = bound.field.widget
    width = wishes.width or widget.attrs.get("size")
    params = _labelled(bound, wishes) | {"classes": _width_class(width)}
    value = bound.value()
    if isinstance(widget, forms.FileInput):
        return "file", params
    if isinstance(widget, forms.PasswordInput):
        return "password", params | {"autocomplete": widget.attrs.get("autocomplete", "off")}
    params["value"] = "" if value is None else str(value)
    for name in ("autocomplete", "inputmode", "spellcheck"):
        if name in widget.attrs:
            params[name] = widget.attrs[name]
    if isinstance(widget, forms.Textarea):
        params["rows"] = widget.attrs.get("rows", 5)
        most = getattr(bound.field, "max_length", None)
        return ("counted", params | {"maxlength": most}) if most else ("textarea", params)
    if isinstance(widget, forms.NumberInput):
        # A number box with arrows loses digits to a mouse wheel; a text box with a keypad does not.
        return "input", params | {"inputmode": "numeric", "spellcheck": False}
    return "input", params | {"type": getattr(widget, "input_type", "text")}
