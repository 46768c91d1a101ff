"""What a token may be allowed: reading and changing, by area.

A test compares this table with the scopes the operations ask for.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from aftercare.kit.errors import Refusal

SCOPES = {
    "read:accounts": _("read who may sign in"),
    "write:accounts": _("invite people, close and open accounts"),
    "read:agreements": _("read agreements and their milestones"),
    "write:agreements": _("make and move agreements, record milestones"),
    "read:calls": _("read the telephone service record"),
    "write:calls": _("tell of calls, and note what was said"),
    "read:catalog": _("read models, sites, projects and units, and search"),
    "write:catalog": _("add and change models, sites, projects and units"),
    "read:cases": _("read cases"),
    "write:cases": _("register cases and move them"),
    "read:commitments": _("read promises and how they were counted"),
    "write:commitments": _("waive and void promises"),
    "read:consultations": _("read questions on the web page and what was said"),
    "write:consultations": _("ask and answer questions, and make them cases"),
    "read:complaints": _("read complaints"),
    "write:complaints": _("take complaints and decide them"),
    "read:coverage": _("ask what is covered"),
    "read:duty": _("read who is on duty"),
    "write:duty": _("keep duty rosters"),
    "read:events": _("read the history"),
    "write:events": _("record what happened"),
    "read:incidents": _("read incidents and the leading group"),
    "write:incidents": _("declare incidents and work on them, keep the leading group"),
    "read:letters": _("read letters and how the mailboxes are read"),
    "write:letters": _("put letters into cases"),
    "read:messages": _("read what is sent to whom, and webhooks"),
    "write:messages": _("send messages again, hold them back, keep webhooks"),
    "read:patches": _("read patches and who wants them"),
    "write:patches": _("write and publish patches, choose them"),
    "read:people": _("read organisations and people"),
    "write:people": _("add and change organisations and contacts"),
    "read:plans": _("read and check plans"),
    "write:plans": _("load plans"),
    "read:remote": _("read remote sessions and their changes"),
    "write:remote": _("ask for remote sessions, answer, log changes"),
    "read:satisfaction": _("read what is said about project managers"),
    "write:satisfaction": _("take down what is said about project managers, decide"),
    "read:skills": _("read skills and certificates"),
    "write:skills": _("keep skills and certificates"),
}


def checked(scopes: Iterable[str]) -> list[str]:
    """The scopes in order, each once; refused when there is none, or one that does not exist."""
    wanted = sorted(set(scopes))
    if unknown := [scope for scope in wanted if scope not in SCOPES]:
        text = _("There is no scope %(names)s.") % {"names": ", ".join(unknown)}
        raise Refusal(text, field="scopes")
    if not wanted:
        raise Refusal(_("Choose at least one scope."), field="scopes")
    return wanted
