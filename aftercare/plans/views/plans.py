"""Plans: the list, a version as a person reads it, its text, what changed, loading a new one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.people.requests import person_of
from aftercare.people.roles import Power
from aftercare.plans import actions, queries
from aftercare.plans.forms import PlanForm
from aftercare.plans.language.wording import chapters
from aftercare.plans.language.wording import difference as changes
from aftercare.plans.models import PlanVersion
from aftercare.plans.reading import language

SHOWN_AGREEMENTS = 6


@login_required
def plan_list(request: HttpRequest) -> HttpResponse:
    """The newest version of every plan."""
    versions = queries.plans_visible_to(person_of(request))
    may_load = person_of(request).may(Power.WRITE_PLANS)
    return render(request, "plans/plans.html", {"versions": versions, "may_load": may_load})


@login_required
def plan(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """One version, chapter by chapter."""
    version = _version(request, plan, number)
    document = queries.document(version)
    person = person_of(request)
    agreements = queries.agreements_visible_to(person).filter(plan_version=version)
    shown = list(agreements.order_by("-signed_on")[: SHOWN_AGREEMENTS + 1])
    context = {
        "version": version,
        "document": document,
        "chapters": chapters(document, language()),
        "versions": queries.versions_visible_to(person).filter(plan=plan).order_by("-number"),
        "agreements": shown[:SHOWN_AGREEMENTS],
        "more_agreements": len(shown) > SHOWN_AGREEMENTS,
    }
    return render(request, "plans/plan.html", context)


@login_required
def text(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """The text of a version, line by line, as it was loaded."""
    version = _version(request, plan, number)
    lines = version.text.splitlines()
    return render(request, "plans/text.html", {"version": version, "lines": lines})


@login_required
def difference(request: HttpRequest, plan: str, number: int, before: int) -> HttpResponse:
    """What a version changed since an earlier one."""
    new, old = _version(request, plan, number), _version(request, plan, before)
    rows = changes(queries.document(old), queries.document(new), language())
    return render(request, "plans/difference.html", {"old": old, "version": new, "rows": rows})


@login_required
def load(request: HttpRequest) -> HttpResponse:
    """Check a plan, and load it when it has no mistake."""
    if not person_of(request).may(Power.WRITE_PLANS):
        raise NotAllowed(_("Only plan authors may load plans."))
    form = PlanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        reading = form.reading()
        if reading.plan is None or "check" in request.POST:
            return render(
                request, "plans/load.html", {"form": form, **_shown(reading.faults, form.text)}
            )
        try:
            version = actions.load_plan(
                form.text, name=form.name, by=person_of(request), at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(
                request, _("Loaded as version %(number)d.") % {"number": version.number}
            )
            return redirect("plans:plan", version.plan, version.number)
    return render(request, "plans/load.html", {"form": form})


def _shown(faults: list, text: str) -> dict[str, object]:  # type: ignore[type-arg]
    lines = text.splitlines()
    told = [
        {
            "line": fault.line,
            "column": fault.column,
            "is_error": fault.is_error,
            "text": fault.text(language()),
            "source": lines[fault.line - 1] if 0 < fault.line <= len(lines) else "",
        }
        for fault in faults
    ]
    return {"faults": told, "checked": True}


def _version(request: HttpRequest, plan: str, number: int) -> PlanVersion:
    visible = queries.versions_visible_to(person_of(request))
    return get_object_or_404(visible, plan=plan, number=number)
