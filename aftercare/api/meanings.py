"""Every problem code with what it means: the titles of problems, and a table of the docs page."""

from django.utils.translation import gettext_lazy as _

CODES: dict[str, tuple[int, object, object]] = {
    "bad-json": (400, _("Not JSON"), _("The body cannot be read. Nothing was done.")),
    "bad-request": (400, _("Not understood"), _("The request is broken or ended too early.")),
    "bad-cursor": (400, _("Unknown cursor"), _("The cursor belongs to another list or was changed. Start without one.")),
    "bad-key": (400, _("Not a key"), _("The Idempotency-Key is too long or has forbidden characters.")),
    "not-recognised": (401, _("Who are you?"), _("The token is missing, unknown, expired or revoked.")),
    "not-allowed": (403, _("Not allowed"), _("The person behind the request lacks the right.")),
    "out-of-scope": (403, _("Out of scope"), _("The token was made for other things. Make one with the scope that `WWW-Authenticate` names.")),
    "csrf": (403, _("CSRF token missing"), _("A browser session must send X-CSRFToken with every change.")),
    "not-found": (404, _("Not found"), _("It does not exist, or the person may not see it.")),
    "method-not-allowed": (405, _("Method not allowed"), _("The address knows other methods; `Allow` lists them.")),
    "conflict": (409, _("Conflict"), _("It contradicts what is recorded, such as a number that exists.")),
    "shown-once": (409, _("Shown once"), _("The request was carried out, and its answer held a secret that is shown once and kept nowhere.")),
    "stale": (412, _("Changed meanwhile"), _("Somebody else changed the record. Get it again, look at the changes, and decide anew.")),
    "too-large": (413, _("Too large"), _("A request holds at most 2 MB.")),
    "not-json": (415, _("Not JSON"), _("Requests are application/json in UTF-8, uncompressed.")),
    "not-multipart": (415, _("Not a form with a file"), _("Files are sent as multipart/form-data, uncompressed.")),
    "invalid": (422, _("Does not fit"), _("`errors` names each field or parameter and what is wrong with it.")),
    "bad-file": (422, _("Not kept"), _("The file is too large, empty, damaged, or of a kind that is not kept; `detail` says which.")),
    "id-used": (422, _("Name used before"), _("The id belongs to another event. Make a new one.")),
    "key-reused": (422, _("Key used before"), _("The Idempotency-Key belongs to another request. Use a new one.")),
    "refused": (422, _("Refused"), _("A rule of the trade forbids it; `detail` says which and what to do.")),
    "wrong-state": (422, _("Not in this state"), _("The record is in a state that does not know this move.")),
    "unknown-move": (422, _("Unknown move"), _("There is no such move; `moves` of a case lists those that are open.")),
    "gate": (422, _("Held back"), _("A gate of the plan is closed; `detail` says what is missing. With `passing` the person the plan names may let it through.")),
    "future": (422, _("In the future"), _("Something that happened cannot lie in the future.")),
    "too-early": (422, _("Too early"), _("It lies before the record existed.")),
    "plan-faults": (422, _("Mistakes in the plan"), _("`faults` lists every mistake with line and column.")),
    "match-missing": (428, _("If-Match missing"), _("Send the ETag you looked at as If-Match, so that nothing is overwritten unseen.")),
    "too-many": (429, _("Too many requests"), _("Wait as long as Retry-After says.")),
    "failed": (500, _("Failed here"), _("A mistake of ours. The same request may be sent again with its Idempotency-Key.")),
    "storage-full": (507, _("No room"), _("The disk of the server is full; nothing was done. Tell whoever runs it.")),
    "busy": (503, _("Busy"), _("The database or another request with this key is at work. Retry-After says when to come back.")),
}  # fmt: skip

TITLES: dict[str, object] = {
    **{str(status): title for status, title, _meaning in reversed(CODES.values())},
    **{code: title for code, (_status, title, _meaning) in CODES.items()},
}
