"""Keys of records as they come from outside: in addresses, forms and references."""

LONGEST = 18  # digits; as many as every database can hold


def key_of(text: object) -> int | None:
    """The key that is written there; None when it can be the key of nothing."""
    given = str(text or "")
    fits = given.isascii() and given.isdigit() and len(given) <= LONGEST
    return int(given) if fits else None
