"""Who lacks what for a case: the skills it asks for, and the certificates of those who may go.

The desk itself repairs nothing: whoever answers the telephone or dispatches needs no certificate.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from aftercare.desk.models import Case
from aftercare.kit import days
from aftercare.people.models import Person
from aftercare.people.roles import Role
from aftercare.skills import queries as skills
from aftercare.skills import wording
from aftercare.skills.models import Skill
from aftercare.skills.queries import Possession

AT_THE_DESK = frozenset({Role.AGENT, Role.DISPATCHER})
Lacking = Mapping[int, list[Possession]]


def asked_for(case: Case) -> list[Skill]:
    """The skills a case asks for, by the product of its unit and its cause."""
    model = case.unit.model if case.unit else None
    return skills.needed_for(
        product_class=model.product_class if model else "", model=model.code if model else "",
        cause=case.cause,
    )  # fmt: skip


def lacking(case: Case, people: Iterable[Person], at: datetime) -> Lacking:
    """By the key of each person what they lack for a case today; those who lack nothing are left
    out. In a fixed number of statements."""
    going = [one.pk for one in people if one.role not in AT_THE_DESK]
    needed = asked_for(case) if going else []
    found = skills.possessions(going, needed, days.today(at)) if needed else {}
    lacks = {key: [one for one in some if not one.standing.holds] for key, some in found.items()}
    return {key: some for key, some in lacks.items() if some}


def bars(found: Iterable[Possession]) -> bool:
    """Whether something that is lacking keeps somebody from being sent."""
    return any(one.bars for one in found)


def in_words(found: Lacking) -> dict[int, str]:
    """What each lacks, such as `gas fitting: certificate expired on 2026-11-01`."""
    return {key: wording.lacks(some) for key, some in found.items()}


def shown_on_arrival(case: Case, at: datetime) -> list[Possession]:
    """How the one who is responsible stands with each skill of the case, to be shown to the
    customer on arrival (P08-28)."""
    person = case.responsible
    if person is None or person.role in AT_THE_DESK:
        return []
    needed = asked_for(case)
    return skills.possessions([person.pk], needed, days.today(at))[person.pk] if needed else []


def recorded(found: Iterable[Possession]) -> list[dict[str, str]]:
    """What an event tells of it: the skill, how it stood, and the certificate that held."""
    return [_recorded(one) for one in found]


def _recorded(one: Possession) -> dict[str, str]:
    day = one.standing.day
    return {
        "skill": one.skill.code,
        "zh": one.skill.title_zh,
        "en": one.skill.title_en or one.skill.title_zh,
        "how": one.standing.how.value,
        "day": day.isoformat() if day else "",
        "certificate": one.certificate.reference if one.certificate else "",
    }
