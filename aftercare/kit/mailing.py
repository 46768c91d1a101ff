"""What every mail of ours has in common, whichever folder sends it."""

from django.conf import settings


def message_id(mark: str) -> str:
    """The id that a mail carries (RFC 5322, 3.6.4): the same however often it is sent.

    mark: what nobody uses twice.
    """
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{mark}@{host}>"
