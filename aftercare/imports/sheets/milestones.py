"""Days on which something happened to a project, unit or agreement: sold, delivered, accepted …"""

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aftercare.catalog.models import Project, Unit
from aftercare.imports.rules import values
from aftercare.imports.sheets.shape import Column, Row, Work
from aftercare.kit.chunks import chunks
from aftercare.kit.models import Event
from aftercare.plans import actions as plans
from aftercare.plans.correcting import as_told_now
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.plans.models import Agreement

Subject = Project | Unit | Agreement
NAMES = uuid.UUID("7c0f3b9e-6c43-4a55-9f2e-0f5d2b1a7a10")
NOON = time(12)

# column: (kind of event, label, headings)
KINDS = {
    "sold_on": ("unit.sold", _("Sold on"), "sold, date of sale, sale date, 销售日期, 售出日期"),
    "shipped_on": ("unit.shipped", _("Shipped on"), "shipped, 发货日期"),
    "delivered_on": ("delivery.made", _("Delivered on"),
                     "delivered, delivery date, 到货日期, 交货日期, 送货日期"),
    "invoiced_on": ("invoice.issued", _("Invoiced on"),
                    "invoice date, 开票日期, 发票日期, 购买日期"),
    "installed_on": ("installation.finished", _("Installed on"),
                     "installed, installation date, 安装日期, 安装完成日期"),
    "completed_on": ("project.completed", _("Completed on"), "completed, 竣工日期, 完工日期"),
    "accepted_on": ("acceptance.signed", _("Accepted by both on"),
                    "accepted, acceptance date, 验收日期, 双方验收日期, 签署日期"),
    "handed_over_on": ("project.handed_over", _("Handed over on"), "handover, 移交日期"),
    "live_on": ("system.live", _("Live since"), "go live, 上线日期"),
    "moved_in_on": ("owner.moved_in", _("Owner moved in on"), "moved in, 入住日期"),
    "card_issued_on": ("warranty_card.issued", _("Warranty card issued on"),
                       "card issued, 发卡日期, 保修卡发放日期"),
}  # fmt: skip
COLUMNS = tuple(
    Column(name, label, values.day, aliases) for name, (_kind, label, aliases) in KINDS.items()
)


class Milestones:
    """Records each day once; a second import of the same day does nothing."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.zone = ZoneInfo(settings.TIME_ZONE)

    def check(self, rows: Sequence[tuple[Row, Subject | None]]) -> None:
        """Days in the future, before the thing was made, or other than what is recorded already."""
        known = recorded_days([subject for _row, subject in rows if subject is not None], self.zone)
        withdrawn = self._recorded_once(rows)
        today = self.work.at.astimezone(self.zone).date()
        for row, subject in rows:
            made_on = row.values.get("made_on") or row.values.get("began_on")
            made_on = made_on or getattr(subject, "made_on", None)
            made_on = made_on or getattr(subject, "began_on", None)
            for name, day in self._days(row):
                recorded = known.get((subject.reference, KINDS[name][0])) if subject else None
                if day > today:
                    row.wrong(name, "future")
                elif made_on and day < made_on:
                    row.wrong(name, "before-made", value=made_on)
                elif recorded and recorded != day:
                    row.wrong(name, "other-day", value=recorded)
                elif subject and not recorded and _name(subject, name, day) in withdrawn:
                    row.wrong(name, "withdrawn-day")

    def _recorded_once(self, rows: Sequence[tuple[Row, Subject | None]]) -> set[uuid.UUID]:
        """Which of these days an import brought before; one that does not count any more was
        withdrawn by somebody, and is not brought back unseen."""
        names = [
            _name(subject, name, day)
            for row, subject in rows
            if subject is not None and subject.pk
            for name, day in self._days(row)
        ]
        found: set[uuid.UUID] = set()
        for chunk in chunks(names):
            found.update(Event.objects.filter(id__in=chunk).values_list("id", flat=True))
        return found

    def record(self, rows: Sequence[tuple[Row, Subject]]) -> None:
        """Tell the promise engine, through the same action as the pages, oldest first."""
        known = recorded_days([subject for _row, subject in rows], self.zone)
        for row, subject in rows:
            for name, day in sorted(self._days(row), key=lambda item: item[1]):
                if (subject.reference, KINDS[name][0]) not in known:
                    self._record(subject, name, day)

    def _record(self, subject: Subject, name: str, day: date) -> None:
        kind = KINDS[name][0]
        moment = self._moment(day)
        signed = {party: moment.isoformat() for party in sorted(plans.PARTIES)}
        plans.record_milestone(
            subject, kind, occurred_at=moment, by=self.work.by, at=self.work.at,
            data={"signatures": signed} if EVENTS[kind].signatures else {},
            id=_name(subject, name, day),
        )  # fmt: skip

    def _moment(self, day: date) -> datetime:
        """Noon of that day; on the day of the import itself not later than now."""
        return min(datetime.combine(day, NOON, self.zone).astimezone(UTC), self.work.at)

    @staticmethod
    def _days(row: Row) -> list[tuple[str, date]]:
        return [(name, row.values[name]) for name in KINDS if row.values.get(name)]


def _name(subject: Subject, column: str, day: date) -> uuid.UUID:
    """The name of the event for ever: the same day imported twice happens once."""
    return uuid.uuid5(NAMES, f"{subject.reference} {KINDS[column][0]} {day}")


def recorded_days(subjects: Sequence[Subject], zone: ZoneInfo) -> dict[tuple[str, str], date]:
    """The day of each kind of event of these, by reference and kind, as corrected since; of
    several the first recorded counts."""
    kinds = [kind for kind, _label, _aliases in KINDS.values()]
    found = Event.objects.filter(
        subject__in=[subject.reference for subject in subjects if subject.pk], kind__in=kinds
    )
    told = sorted(as_told_now(found), key=lambda pair: -pair[0].sequence)
    return {
        (now.subject, now.kind): now.occurred_at.astimezone(zone).date() for _first, now in told
    }


def days_of(subjects: Sequence[Subject]) -> dict[str, dict[str, date]]:
    """The same by our columns, for each of these by its reference: `accepted_on`, `sold_on` …"""
    known = recorded_days(subjects, ZoneInfo(settings.TIME_ZONE))
    columns = {kind: name for name, (kind, _label, _aliases) in KINDS.items()}
    found: dict[str, dict[str, date]] = {}
    for (reference, kind), day in known.items():
        found.setdefault(reference, {})[columns[kind]] = day
    return found
