"""What makes the copies of a case findable: what `desk.entries` and `kit.search` would write, put
together from the parts that many cases share."""

import hashlib
from functools import cache
from typing import Any

from patterns import Pattern, Place

from aftercare.desk.entries import KIND
from aftercare.kit import search, sounds, tokens
from aftercare.kit.search import Entry

CODE = tokens.code_of(KIND)


def tokens_of(customer: str, person: str, phone: str, numbers: tuple[str, str]) -> set[str]:
    """The tokens that all cases of a customer about one unit share."""
    entry = Entry(
        f"{KIND}/0", "", None, customer, [customer, person], [phone, *numbers]  # type: ignore[arg-type]
    )  # fmt: skip
    return search._tokens(entry) - {tokens.block_token(0)}


def row(case: int, number: str, pattern: Pattern, place: Place) -> list[Any]:
    """The search entry of a case, without its key and moment."""
    own = {f"={tokens.compact(number)}", f"@o{place.customer}", tokens.block_token(case)}
    own.update(
        tokens.text_tokens(tokens.fold(number)), tokens.number_tokens(tokens.compact(number))
    )
    every = own.union(place.tokens.split(" "), _told(pattern.symptom), _told(pattern.solution))
    if pattern.dealer:
        every.add(f"@d{pattern.dealer}")
    found = " ".join([CODE + token for token in sorted(every)])
    label = f"{number} {pattern.symptom}"
    mark = hashlib.blake2b(found.encode(), digest_size=16).hexdigest()
    return [f"{KIND}/{case}", KIND, label, place.customer_name,
            _haystack(label, number, pattern, place), mark, found]  # fmt: skip


def check(found: list[Any], case: int, number: str, pattern: Pattern, place: Place) -> None:
    """AssertionError when the product would write another row."""
    entry = Entry(
        reference=f"{KIND}/{case}",
        label=f"{number} {pattern.symptom}",
        detail=place.customer_name,
        names=[place.customer_name, place.name],
        numbers=[number, place.phone, *place.numbers],
        texts=["", pattern.solution],
        owner=place.customer,
        dealers=[pattern.dealer] if pattern.dealer else [],
        ranked_at=pattern.reported_at,
    )
    one = search._row(entry)
    wanted = [
        one.reference, one.kind, one.label, one.detail, one.haystack, one.mark, one.tokens
    ]  # fmt: skip
    if found != wanted:
        raise AssertionError(f"the product writes search entries otherwise now: {wanted}")


@cache
def _told(text: str) -> frozenset[str]:
    return frozenset(tokens.text_tokens(tokens.fold(text)))


def _haystack(label: str, number: str, pattern: Pattern, place: Place) -> str:
    written = f"{place.customer_name} {place.customer_name} {place.name}"
    if pattern.solution:
        written += f" {tokens.fold(pattern.solution)}"
    numbers = map(tokens.compact, dict.fromkeys((number, place.phone, *place.numbers)))
    sound = sounds.written((place.customer_name, place.name))
    return "\n".join((tokens.fold(label), written, " ".join(numbers), sound))
