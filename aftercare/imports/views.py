"""Importing a list of at most 5,000 rows on a page: upload, look, mend, write."""

import csv
from http import HTTPStatus
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aftercare.imports import actions, queries, running
from aftercare.imports.forms import MappingForm, UploadForm
from aftercare.imports.models import ImportRun, RunState
from aftercare.imports.rules.values import guarded
from aftercare.imports.sheets import SHEETS
from aftercare.imports.wording import Problem
from aftercare.kit import forms as kit
from aftercare.kit import pages
from aftercare.people.models import Person
from aftercare.people.requests import person_of
from aftercare.people.rights import require
from aftercare.people.roles import Power

RUNS = pages.Keyset(("-at",), size=25)


@login_required
def imports(request: HttpRequest) -> HttpResponse:
    """What was imported, newest first."""
    page = RUNS.shown(queries.runs_visible_to(_importer(request)), request)
    return render(request, "imports/imports.html", {"page": page, "sheets": SHEETS})


@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """A new list."""
    me = _importer(request)
    form = UploadForm(request.POST or None, request.FILES or None,
                      initial={"sheet": request.GET.get("sheet", "customers")})  # fmt: skip
    if form.is_valid():
        said = form.cleaned_data
        run = kit.carried_out(
            form,
            lambda: actions.check_upload(
                said["file"], name=said["file"].name, sheet=said["sheet"],
                good_rows=said["good_rows"], by=me, at=timezone.now(),
            ),
        )  # fmt: skip
        if run is not None:
            return redirect("imports:run", run.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "sheets": SHEETS.values()}
    return render(request, "imports/upload.html", context, status=status)


@login_required
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: what its headings mean, what does not fit, what came of it."""
    me = _importer(request)
    found = _found(me, pk)
    form = MappingForm(request.POST or None, run=found)
    if request.method == "POST" and form.is_valid():
        checked = kit.carried_out(
            form,
            lambda: actions.check_again(
                found, mapping=form.mapping, fixed=found.fixed, by=me, at=timezone.now(),
                good_rows=form.cleaned_data["good_rows"],
            ),
        )  # fmt: skip
        if checked is not None:
            return redirect("imports:run", pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "imports/run.html", _shown(found, form), status=status)


@login_required
@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was checked."""
    me = _importer(request)
    done = actions.write_upload(_found(me, pk), by=me, at=timezone.now())
    if done.state == RunState.DONE:
        messages.success(request, _("The list is imported."))
    return redirect("imports:run", pk)


@login_required
def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that do not fit, as a file to mend and to upload again."""
    found = _found(_importer(request), pk)
    if not found.mend:
        raise Http404
    return _csv(_("to-be-mended") + "-" + found.file_name.rpartition(".")[0], found.mend)


@login_required
def empty(request: HttpRequest, sheet: str) -> HttpResponse:
    """A list with nothing but our headings, to be filled in."""
    _importer(request)
    if sheet not in SHEETS:
        raise Http404
    answer = _csv(sheet, "")
    labels = [guarded(str(column.label)) for column in SHEETS[sheet].columns]
    csv.writer(cast(Any, answer)).writerow(labels)
    return answer


def _shown(found: ImportRun, form: MappingForm) -> dict[str, Any]:
    sheet = SHEETS[found.sheet]
    problems = [Problem(**problem) for problem in found.problems]
    lines = [(one.row, running.heading_of(one, sheet, found.columns), str(one)) for one in problems]
    fits = found.rows > found.bad and (found.good_rows or not found.bad)
    return {
        "run": found, "sheet": sheet, "form": form, "lines": lines,
        "open": found.state == RunState.CHECKED,
        "may_write": found.state == RunState.CHECKED and not found.refusal and fits,
    }  # fmt: skip


def _csv(name: str, content: str) -> HttpResponse:
    """A CSV that Excel opens as UTF-8."""
    answer = HttpResponse("\ufeff" + content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{name}.csv"
    ) or ""  # fmt: skip
    return answer


def _importer(request: HttpRequest) -> Person:
    me = person_of(request)
    require(me, Power.IMPORT)
    return me


def _found(me: Person, pk: int) -> ImportRun:
    return get_object_or_404(queries.runs_visible_to(me).defer(None), pk=pk)
