"""Forms whose work is done by an action: the action's refusal stands at its field.

return forms.page(request, form, title=_("Add a site"), back=…,
                  act=lambda: actions.add_site(**form.cleaned_data, by=…, at=…), done=address)
return forms.change_page(request, form, site, change=actions.change_site, by=…,
                         done=address, back=…)
"""

import uuid
from abc import ABCMeta
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, Protocol, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.forms.forms import DeclarativeFieldsMetaclass
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.kit import references
from aftercare.kit.errors import NotAllowed, Refusal, Stale
from aftercare.kit.events import Actor
from aftercare.kit.models import Revised
from aftercare.kit.parts import Difference, Option

Result = TypeVar("Result")
Record = TypeVar("Record", bound=Revised)
Changed_contra = TypeVar("Changed_contra", bound=Revised, contravariant=True)


class Change(Protocol[Changed_contra]):
    """An action that changes fields of a record, such as `catalog.actions.change_site`."""

    def __call__(
        self,
        record: Changed_contra,
        /,
        *,
        changes: Mapping[str, Any],
        by: Actor,
        at: datetime,
        revision: int | None,
    ) -> Any: ...


class Partial(DeclarativeFieldsMetaclass, ABCMeta):
    """Of forms that leave something to be said by others: such a one cannot be made itself."""


class Once(forms.Form):
    """A form that is recognised when it arrives again: sent twice, it has the effect of one."""

    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        more["initial"] = {"id": uuid.uuid4(), **more.get("initial", {})}
        super().__init__(*args, **{"label_suffix": "", **more})

    def said(self) -> dict[str, Any]:
        """What was filled in, without the id."""
        return {name: value for name, value in self.cleaned_data.items() if name != "id"}


class PickBound(forms.BoundField):
    """A field with suggestions, as the combobox shows it."""

    @property
    def suggestions(self) -> str:
        """Where the suggestions come from."""
        field: Any = self.field
        return reverse(field.suggest_from, args=field.suggest_args)

    @property
    def chosen(self) -> Option | None:
        """What is chosen already, in words."""
        field: Any = self.field
        row = field.row(self.value())
        return Option(field.key(row), str(row)) if row is not None else None


class Pick(forms.Field):
    """One record out of many, chosen while typing. The form sets `rows` to what may be chosen.

    suggest_from: the name of the address that answers `?q=` with `kit/options.html`; the form may
    set `suggest_args`, what the address needs.
    """

    rows: QuerySet[Any]

    def __init__(self, *, suggest_from: str, **more: Any) -> None:
        super().__init__(**more)
        self.suggest_from = suggest_from
        self.suggest_args: Sequence[Any] = ()

    def key(self, row: Any) -> str:
        """How the form names a record."""
        return str(row.pk)

    def row(self, value: Any) -> Any:
        """The record of a key, or of a record; None for what may not be chosen."""
        key = value.pk if isinstance(value, Model) else references.number(str(value or ""))
        return self.rows.filter(pk=key).first() if key is not None else None

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        row = self.row(value)
        if row is None:
            raise forms.ValidationError(_("Choose one of the suggestions."))
        return row

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> PickBound:
        return PickBound(form, self, field_name)


def page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: Any,
    act: Callable[[], Any],
    done: Callable[[Any], str],
    back: str,
    record: Revised | None = None,
    lead: Any = "",
    button: Any = "",
    beside: str = "",
) -> HttpResponse:
    """Show a form; when it is filled in rightly, act and go to where `done` says.

    record: what is being changed. If somebody else changed it meanwhile, the page shows what
    differs now, and saving again goes over it knowingly. beside: a template that shows below the
    form what it is about, such as the letter that is answered; it finds the form.
    """
    differences: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        try:
            result = carried_out(form, act)
        except Stale:
            differences = _meanwhile(form, record)
        else:
            if not form.errors:
                messages.success(request, _("Saved."))
                return redirect(done(result))
    wrong = bool(form.errors or differences)
    context = {"form": form, "title": title, "lead": lead, "back": back, "record": record,
               "differences": differences, "button": button, "beside": beside}  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "kit/form_page.html", context, status=status)


def change_page(
    request: HttpRequest,
    form: forms.Form,
    record: Record,
    *,
    change: Change[Record],
    by: Actor,
    done: Callable[[Any], str],
    back: str,
    lead: Any = "",
) -> HttpResponse:
    """`page` for changing a record, always on the revision that the form was filled in on."""
    return page(
        request, form, title=_("Change %(name)s") % {"name": record}, record=record, lead=lead,
        act=lambda: change(
            record, changes=form.cleaned_data, revision=revision(request), by=by,
            at=timezone.now(),
        ),
        done=done, back=back,
    )  # fmt: skip


def refused(form: forms.Form, refusal: Refusal) -> None:
    """Tell a refusal at its field, or above the form when it has none of this name."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal.message))


def carried_out(form: forms.Form, act: Callable[[], Result]) -> Result | None:
    """What the action returns; a refusal becomes an error of the form and gives None."""
    try:
        return act()
    except (NotAllowed, Stale):
        raise
    except Refusal as refusal:
        refused(form, refusal)
        return None


def values(record: Model, names: Mapping[str, Any]) -> dict[str, Any]:
    """The present values of a record under the names of a form's fields."""
    return {name: getattr(record, name) for name in names if hasattr(record, name)}


YES_NO = {True: gettext_lazy("yes"), False: gettext_lazy("no")}


def revision(request: HttpRequest) -> int | None:
    """The revision that the form was filled in on."""
    return references.number(request.POST.get("revision", ""))


def _meanwhile(form: forms.Form, record: Revised | None) -> list[Difference]:
    """What the record says now beside what was filled in."""
    if record is None:
        return []
    record.refresh_from_db()
    pairs = [
        (form[name].label, getattr(record, name), value)
        for name, value in form.cleaned_data.items()
        if hasattr(record, name)
    ]
    return [
        Difference(label, _words(now), _words(mine))
        for label, now, mine in pairs
        if (now or "") != (mine or "")
    ]


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return str(YES_NO[value])
    return "" if value is None else str(value)
