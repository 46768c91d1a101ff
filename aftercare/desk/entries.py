"""What makes cases findable."""

from collections.abc import Iterable, Iterator

from aftercare.desk.models import Case
from aftercare.kit import search
from aftercare.kit.chunks import chunks

KIND = "case"


def of_cases(cases: Iterable[Case]) -> Iterator[search.Entry]:
    """Number, symptom, description and solution, who reported it, the customer, the unit."""
    for some in chunks(cases):
        for case in some:
            yield _entry(case)


def everything() -> list[Iterator[search.Entry]]:
    """All cases, for `search.rebuild`."""
    cases = Case.objects.select_related("customer", "unit").order_by("reported_at", "id")
    return [of_cases(cases.iterator(chunk_size=2000))]


def _entry(case: Case) -> search.Entry:
    unit = [case.unit.serial, case.unit.card_number] if case.unit else []
    return search.Entry(
        reference=case.reference,
        label=f"{case.number} {case.symptom}",
        detail=case.customer.name,
        names=[case.customer.name, case.reporter_name],
        numbers=[case.number, case.reporter_phone, *unit],
        texts=[case.description, case.solution],
        owner=case.customer_id,
        dealers=[case.organisation_id] if case.organisation_id else [],
        ranked_at=case.reported_at,
    )
