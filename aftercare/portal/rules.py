"""What a customer is told, and what is an affair of the house."""

import re

CJK = re.compile(r"[\u3400-\u9fff]")

# The events of a case that its customer reads. Notes and files only when they are public.
TOLD = frozenset({
    "case.reported", "case.answered", "case.called_back", "case.guided", "case.connected",
    "case.visit_needed", "case.arranged", "case.contacted", "case.waiting", "case.resumed",
    "case.solved", "case.confirmed", "case.closed", "case.withdrawn", "case.reopened",
    "case.noted", "case.rated", "visit.agreed", "visit.arrived", "quote.given", "quote.accepted",
    "loan.offered", "loan.returned", "remedy.chosen", "part.replaced", "return.requested",
    "file.added", "session.requested", "session.authorised", "session.declined", "session.changed",
    "session.ended",
})  # fmt: skip


def first_name(name: str) -> str:
    """The short form of a name: of a Chinese one the family name, otherwise the first word."""
    plain = name.strip()
    if CJK.match(plain):
        return plain[:1]
    return plain.split(maxsplit=1)[0] if plain else ""


def ending(phone: str) -> str:
    """The last four digits of a telephone number; nothing when it has fewer."""
    digits = re.sub(r"\D", "", phone)
    return digits[-4:] if len(digits) >= 4 else ""


def spellings(number: str) -> set[str]:
    """The ways in which a card number may stand in our books."""
    plain = number.strip()
    return {plain, plain.upper(), plain.lower()}
