"""References such as `case/12`, and the numbers in them, read from texts that anybody may send.

One place, because each of these is easily forgotten: digits of other scripts (`²` is one, and
no number), and numbers that no database holds.
"""

LONGEST = 18  # digits that fit a key in every database


def number(text: str) -> int | None:
    """The whole number that a text writes; None when it writes none, or one too long for a key."""
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST
    return int(text) if is_number else None


def parts(reference: str) -> tuple[str, int | None]:
    """The kind of a record and its key; None for a key that is none."""
    kind, _slash, key = reference.partition("/")
    return kind, number(key)


def key_of(reference: str, kind: str) -> int | None:
    """The key when the reference names a record of this kind; otherwise None."""
    named, key = parts(reference)
    return key if named == kind else None
