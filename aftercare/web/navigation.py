"""The menu as a table, where each role begins its day, and what the frame of a page shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from aftercare.people.roles import Power, Role

_ = gettext_lazy

THEMES = (
    ("auto", pgettext_lazy("colours", "as the system")),
    ("light", pgettext_lazy("colours", "light")),
    ("dark", pgettext_lazy("colours", "dark")),
)
THEME_COOKIE = "theme"
HTML_LANGUAGES = {"zh-hans": "zh-Hans"}


@dataclass(frozen=True)
class Item:
    """One line of the menu; shown to whom has one of `powers`, to everybody when there are none."""

    label: Any
    name: str
    icon: str
    powers: tuple[str, ...] = ()
    shortcut: str = ""
    badge: str = ""  # the address that answers how much waits there
    follows: str = ""  # what makes the badge ask again


@dataclass(frozen=True)
class Section:
    """Lines that belong together."""

    label: Any
    items: tuple[Item, ...]


_CASES = (Power.HANDLE_CASES, Power.SEE_ALL_CASES)
_OFFICE = (Power.SEE_ALL_CASES, Power.SEE_REPORTS, Power.WRITE_PLANS)

MENU = (
    Section(
        "",
        (
            Item(_("Take a call"), "desk:intake", "headset", (Power.HANDLE_CASES,), "g i"),
            Item(_("Board"), "desk:board", "layout-kanban", _CASES, "g b"),
            Item(_("Calls"), "phone:calls", "phone", (Power.SEE_ALL_CASES,), "g h"),
            Item(
                pgettext_lazy("mail", "Letters"), "mail:letters", "inbox",
                (Power.SEE_ALL_CASES,), "g e",
            ),
            Item(
                _("Live consultation"), "chat:consultations", "message-circle",
                (Power.SEE_ALL_CASES,), "g w", "chat:badge", "consultation",
            ),
            Item(_("On duty"), "duty:now", "calendar-event", (Power.SEE_DUTY,), "g d"),
            Item(_("Cases"), "desk:cases", "clipboard-list", _CASES, "g c"),
            Item(_("Outbox"), "outbound:messages", "send", (Power.SEE_ALL_CASES,)),
            Item(
                _("Complaints"), "complaints:complaints", "message-report",
                (Power.SEE_ALL_CASES,), "g q",
            ),
            Item(
                _("Incidents"), "emergency:incidents", "alert-triangle", (Power.SEE_ALL_CASES,),
            ),
            Item(
                _("Register of calls and letters"), "desk:register", "mail", _CASES, "g r"
            ),
        ),
    ),
    Section(
        _("Promises"),
        (
            Item(
                _("Promises today"), "insight:promises", "report-analytics", (Power.SEE_REPORTS,),
                "g t",
            ),
            Item(_("All promises"), "promises:commitments", "clock-check", _OFFICE, "g p"),
            Item(_("Service plans"), "plans:plans", "book", _OFFICE, "g l"),
            Item(_("Clauses"), "plans:clauses", "list-check", (Power.SEE_REPORTS,), "g k"),
            Item(_("Agreements"), "plans:agreements", "signature", _OFFICE, "g a"),
        ),
    ),
    Section(
        _("Records"),
        (
            Item(_("Units"), "catalog:units", "package", _OFFICE, "g u"),
            Item(_("Organisations"), "people:organisations", "building", _OFFICE, "g o"),
            Item(
                _("Certificates"), "skills:certificates", "certificate",
                (Power.HANDLE_CASES, Power.KEEP_PEOPLE, Power.SEE_HISTORY),
            ),
            Item(_("Accounts"), "accounts:accounts", "users", (Power.KEEP_PEOPLE,)),
            Item(_("Imports"), "imports:imports", "file-import", (Power.IMPORT,), "g m"),
        ),
    ),
)  # fmt: skip

# The first page that exists is where a role begins; without any, the start page.
LANDINGS: dict[str, tuple[str, ...]] = {
    Role.AGENT: ("desk:intake", "desk:board"),
    Role.DISPATCHER: ("desk:board",),
    Role.TECHNICIAN: ("desk:board", "desk:cases"),
    Role.LEAD: ("desk:board", "insight:promises"),
    Role.MANAGER: ("insight:promises", "desk:board"),
    Role.LEADER: ("insight:promises",),
    Role.FINANCE: ("insight:promises", "desk:cases"),
    Role.QUALITY: ("insight:promises", "desk:cases"),
    Role.DEALER: ("desk:cases",),
    Role.CUSTOMER: ("portal:my",),
    Role.AUTHOR: ("plans:plans",),
    Role.INSPECTOR: ("promises:commitments", "insight:promises"),
}
AT_THE_TELEPHONE = frozenset({Role.AGENT, Role.DISPATCHER})
SEARCH = ("desk:search", "desk:intake")


def address(name: str) -> str:
    """The address of a page, or nothing when this installation has no such page."""
    return _address(name, settings.ROOT_URLCONF)


@cache
def _address(name: str, urlconf: str) -> str:
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return ""


def first_address(names: tuple[str, ...]) -> str:
    """The address of the first of these pages that exists."""
    return next(filter(None, map(address, names)), "")


def landing(role: str) -> str:
    """Where a role begins its day; nothing means the start page."""
    return first_address(LANDINGS.get(role, ()))


class Frame:
    """What the frame of a page needs to know; worked out only when a template asks."""

    languages = settings.LANGUAGES
    themes = THEMES

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user = getattr(request, "user", None)

    @property
    def demo(self) -> bool:
        """Whether this installation is for trying out."""
        return not settings.PRODUCTION

    @property
    def lang(self) -> str:
        """The language of the page as HTML writes it."""
        language = get_language() or settings.LANGUAGE_CODE
        return HTML_LANGUAGES.get(language, language)

    @property
    def theme(self) -> str:
        """The chosen colours: auto, light or dark."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in dict(THEMES) else "auto"

    @property
    def drawn_theme(self) -> str:
        """What the page is drawn in before any script runs."""
        return "dark" if self.theme == "dark" else "light"

    @property
    def push(self) -> str:
        """Where open pages hear what happens; nothing for strangers."""
        return settings.PUSH_ADDRESS if self._may(()) else ""

    @property
    def zone(self) -> str:
        """The zone in which times are shown."""
        return timezone.get_current_timezone_name()

    @property
    def here(self) -> str:
        """Where to come back to after a choice."""
        return self.request.get_full_path() if self.request.method == "GET" else "/"

    @property
    def search_href(self) -> str:
        """Where the search of the top bar leads, for those who handle or see cases."""
        return first_address(SEARCH) if self._may(_CASES) else ""

    @property
    def bell_href(self) -> str:
        """Where the bell of those who are told something asks how much is new."""
        return address("desk:bell") if self._may(_CASES) else ""

    @property
    def telephone_href(self) -> str:
        """Where those who sit at a telephone ask who is calling."""
        role = getattr(self.user, "role", "")
        return address("phone:now") if role in AT_THE_TELEPHONE else ""

    @cached_property
    def sections(self) -> list[dict[str, Any]]:
        """The menu of this person, with the line of the present page marked."""
        current = self._current()
        sections = [
            {
                "label": section.label,
                "items": [
                    {
                        "label": item.label,
                        "href": address(item.name),
                        "icon": item.icon,
                        "shortcut": item.shortcut,
                        "current": item.name == current,
                        "badge": self._badge(item),
                        "follows": item.follows,
                    }
                    for item in self._allowed(section)
                ],
            }
            for section in MENU
        ]
        return [section for section in sections if section["items"]]

    def _allowed(self, section: Section) -> Iterator[Item]:
        return (item for item in section.items if address(item.name) and self._may(item.powers))

    def _badge(self, item: Item) -> str:
        """Where to ask how much waits, for whom it is to do something about it."""
        return address(item.badge) if item.badge and self._may((Power.HANDLE_CASES,)) else ""

    def _may(self, powers: tuple[str, ...]) -> bool:
        user = self.user
        if user is None or not user.is_authenticated:
            return False
        return not powers or any(user.may(power) for power in powers)

    def _current(self) -> str:
        """The menu line whose address is the longest beginning of this page's address."""
        path = self.request.path
        found = [
            (len(href), item.name)
            for section in MENU
            for item in section.items
            if (href := address(item.name)) and path.startswith(href)
        ]
        return max(found, default=(0, ""))[1]


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: `frame` on every page."""
    return {"frame": Frame(request)}
