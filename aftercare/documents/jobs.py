"""What the worker does for files now and then."""

from datetime import datetime, timedelta

from aftercare.documents import storage
from aftercare.documents.models import Attachment

KEPT = timedelta(days=1)  # far longer than any upload takes
EVERY = timedelta(seconds=20)  # a round through all directories takes 85 minutes


def forget_strays(at: datetime) -> int:
    """Take away contents that no row names, in one of the 256 directories; how many went.

    A process that is killed between writing a file and committing its row leaves such a one.
    """
    directory = f"{int(at.timestamp() // EVERY.total_seconds()) % 256:02x}"
    found = dict(storage.strays(directory, at - KEPT))
    named = set(Attachment.objects.filter(sha256__in=list(found)).values_list("sha256", flat=True))
    return sum(
        storage.drop_stray(place, at - KEPT)
        for sha256, place in found.items()
        if sha256 not in named
    )
