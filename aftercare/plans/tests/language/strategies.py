"""Plans that are valid in shape and in their words, of every kind the language can say."""

from typing import Any

from hypothesis import strategies as st

from aftercare.plans.language import vocabulary
from aftercare.plans.language.document import Plan
from aftercare.plans.language.vocabulary import (
    EVENTS,
    FLOORS,
    OFFERS,
    ROLES,
    SCHEDULE_KINDS,
    VALUES,
    VERBS,
    WAITING,
)

NAMES = ("alpha", "beta-2", "gamma.3")
TEXTS = st.text(
    st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters="\ufffe\uffff"),
    max_size=12,
)
WORDS = st.fixed_dictionaries({"zh": TEXTS, "en": TEXTS})
LENGTHS = st.builds(
    "{} {}".format,
    st.integers(1, 60),
    st.sampled_from(["s", "min", "h", "days", "working days", "weeks", "months", "years"]),
)
DAYS = st.dates().map(lambda day: day.strftime("%m-%d"))
CLAUSES = st.builds("P{:02}-{:02}".format, st.integers(0, 99), st.integers(0, 99))
ACTIONS = st.one_of(
    st.sampled_from([verb for verb, word in VERBS.items() if not word.takes_role]),
    st.builds(
        "{} {}".format,
        st.sampled_from([verb for verb, word in VERBS.items() if word.takes_role]),
        st.sampled_from(sorted(ROLES)),
    ),
)
WARNINGS = st.builds("{}%".format, st.integers(1, 99)) | st.builds("{} before".format, LENGTHS)
RATES = st.fixed_dictionaries(
    {"rate": st.builds("{} CNY/{}".format, st.integers(0, 999), st.sampled_from(["h", "km"]))},
    optional={"is": st.sampled_from(["fixed", "cap", "floor"])},
)
PRICES = st.sampled_from(["free", "cost", "market", "list", "agreed", "by class"]) | RATES
SPANS = st.builds(
    "{:02}:{:02}-{:02}:{:02}".format,
    st.integers(0, 23), st.integers(0, 59), st.integers(0, 23), st.integers(0, 59),
)  # fmt: skip


def some(words: Any, least: int = 0) -> Any:
    """A short list of different words."""
    return st.lists(st.sampled_from(sorted(words)), min_size=least, max_size=3, unique=True)


def named(entry: Any) -> Any:
    """A section of entries by name."""
    return st.dictionaries(st.sampled_from(NAMES), entry, max_size=2)


def listed(entry: Any) -> Any:
    """A section that is a list of entries with different names."""
    return st.lists(entry, max_size=2, unique_by=lambda told: told.get("name", id(told)))


def value_words(fact: str) -> list[str]:
    """The values of a fact; the plan's own ones go by the names used here."""
    return sorted(VALUES.get(fact, NAMES))


CONDITIONS = st.sampled_from(sorted(vocabulary.FACTS)).flatmap(
    lambda fact: st.fixed_dictionaries(
        {
            fact: st.lists(
                st.sampled_from(value_words(fact))
                | st.sampled_from(value_words(fact)).map("not {}".format),
                min_size=1,
                max_size=3,
            )
        }
    )
)
TOLD = {
    "title": WORDS,
    "note": WORDS,
    "clauses": st.lists(CLAUSES, max_size=2),
    "source": TEXTS,
}
CLOCKED = {
    **TOLD,
    "when": CONDITIONS,
    "calendar": st.sampled_from(["always", *NAMES]),
    "reading": st.sampled_from(["wide", "narrow", "plain"]),
    "warn_at": st.lists(WARNINGS, max_size=2),
    "if_late": st.lists(
        ACTIONS | st.fixed_dictionaries({"after": LENGTHS, "do": st.lists(ACTIONS, min_size=1)}),
        max_size=2,
    ),
    "who": st.sampled_from(sorted(ROLES)),
}
TABLES = st.dictionaries(st.sampled_from([*NAMES, "rest"]), LENGTHS, min_size=1, max_size=3)
PROMISES = st.fixed_dictionaries(
    {"until": some(EVENTS, 1)},
    optional={
        **CLOCKED,
        "from": st.sampled_from(sorted(EVENTS)),
        "chained": st.sampled_from(NAMES),
        "within": LENGTHS | st.just("agreed") | TABLES,
        "ahead": LENGTHS,
        "by": st.sampled_from(NAMES),
        "nth": st.integers(1, 9),
        "pause_while": some(WAITING),
    },
)
SCHEDULES = st.fixed_dictionaries(
    {"kind": st.sampled_from(sorted(SCHEDULE_KINDS)), "until": some(EVENTS, 1)},
    optional={
        **CLOCKED,
        "every": LENGTHS,
        "once": LENGTHS,
        "each": st.sampled_from(NAMES),
        "before": st.sampled_from(NAMES),
        "by": LENGTHS,
        "from": st.sampled_from(sorted(EVENTS)),
        "from_otherwise": some(EVENTS),
        "first_within": LENGTHS,
        "during": st.sampled_from(["warranty", "agreement", "construction", "forever"]) | LENGTHS,
        "component": some(NAMES),
        "task": WORDS,
        "price": st.sampled_from(["free", "cost", "list", "agreed"]),
    },
)
COVERS = st.fixed_dictionaries(
    {},
    optional={
        "service": some(NAMES),
        "component": some(NAMES),
        "cause": some(VALUES["cause"]),
        "lines": some(["parts", "labour", "travel"], 1),
    },
)
LASTING = LENGTHS | st.sampled_from(["lifetime", "design life"])
TERMS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(NAMES),
        "length": LASTING,
        "starts": st.sampled_from(sorted(EVENTS)),
    },
    optional={
        **TOLD,
        "covers": COVERS,
        "starts_otherwise": some(EVENTS),
        "missing_papers": st.sampled_from(sorted(EVENTS)),
        "remedies": some(OFFERS),
    },
)
AFTER = st.fixed_dictionaries(
    {"name": st.sampled_from(NAMES)},
    optional={
        **TOLD,
        "needs": st.sampled_from(sorted(EVENTS)),
        "length": LASTING,
        "covers": COVERS,
        "remedies": some(OFFERS),
    },
)
EXCLUSIONS = st.fixed_dictionaries(
    {"name": st.sampled_from(NAMES)},
    optional={
        **TOLD,
        "cause": some(VALUES["cause"]),
        "when": CONDITIONS,
        "then": st.sampled_from(["charged", "advice only", "owner bears the loss", "not served"]),
    },
)
REMEDIES = st.fixed_dictionaries(
    {"name": st.sampled_from(NAMES), "offer": some(OFFERS, 1)},
    optional={
        **TOLD,
        "when": CONDITIONS,
        "from": st.sampled_from(sorted(EVENTS)),
        "within": LENGTHS,
        "same_fault_repaired": st.integers(1, 9),
        "repair_days": st.integers(1, 90),
        "late": st.sampled_from(NAMES),
        "during": st.sampled_from(["warranty", "always"]),
        "free": st.booleans(),
    },
)
CHARGES = st.fixed_dictionaries(
    {"name": st.sampled_from(NAMES)},
    optional={
        **TOLD,
        "when": CONDITIONS,
        **dict.fromkeys(("parts", "labour", "travel", "service", "freight", "training"), PRICES),
        "payer": st.sampled_from(["company", "customer", "dealer", "supplier", "third person"]),
        "first_free": st.integers(0, 9),
        "settle": st.sampled_from(["in advance", "on completion", "by deduction"]),
    },
)
FEES = st.fixed_dictionaries(
    {},
    optional={
        "charges": listed(CHARGES),
        "price_sources": st.lists(
            st.fixed_dictionaries(
                {"part_class": st.sampled_from(NAMES), "price": PRICES}, optional=TOLD
            ),
            max_size=2,
        ),
        "paying": st.fixed_dictionaries(
            {},
            optional={
                "quote": some(["parts", "labour", "travel", "service"]),
                "consent": st.sampled_from(["before work", "none"]),
                "show_standard": st.booleans(),
                "receipt": st.sampled_from(["always", "on request"]),
                "phone_price": st.sampled_from(["answer", "route to sales"]),
                "clauses": st.lists(CLAUSES, max_size=2),
            },
        ),
    },
)
STEPS = st.fixed_dictionaries(
    {
        "do": st.sampled_from(["review", "approve", "decide", "confirm"]),
        "by": st.sampled_from(sorted(ROLES)),
    }
)
CALENDARS = st.fixed_dictionaries(
    {},
    optional={
        "title": WORDS,
        "zone": st.sampled_from(["Asia/Shanghai", "UTC"]),
        "open": st.just("24x7")
        | st.dictionaries(
            st.sampled_from(["mon-fri", "sat", "sun"]), st.lists(SPANS, max_size=2), max_size=3
        ),
        "holidays": st.just("CN"),
        "makeup": st.lists(SPANS, max_size=2),
        "exceptions": st.dictionaries(st.dates().map(str), st.lists(SPANS, max_size=2), max_size=2),
    },
)
SEASON_SPANS = st.fixed_dictionaries(
    {"begins": DAYS, "ends": DAYS},
    optional={"places": st.lists(TEXTS, max_size=2), "year": st.integers(2000, 2100)},
)
SHORT = {"title": WORDS}


def sections() -> dict[str, Any]:
    """All sections that may be left out."""
    told_of = {**TOLD, "when": CONDITIONS}
    return {
        "about": WORDS,
        "services": named(st.fixed_dictionaries(SHORT, optional={"part": TEXTS})),
        "components": named(WORDS),
        "faults": named(WORDS),
        "calendar": st.sampled_from(["always", *NAMES]),
        "calendars": named(CALENDARS),
        "zones": named(
            st.fixed_dictionaries(SHORT, optional={"places": st.lists(TEXTS, max_size=2)})
        ),
        "severities": named(st.fixed_dictionaries({**SHORT, "means": WORDS})),
        "seasons": named(
            st.fixed_dictionaries({**SHORT, "spans": st.lists(SEASON_SPANS, max_size=2)})
        ),
        "dates": named(st.fixed_dictionaries({**SHORT, "dates": st.lists(DAYS, max_size=2)})),
        "promises": named(PROMISES),
        "schedules": named(SCHEDULES),
        "warranty": listed(TERMS),
        "after_expiry": listed(AFTER),
        "exclusions": listed(EXCLUSIONS),
        "advice_only": listed(EXCLUSIONS),
        "floors": some(FLOORS),
        "remedies": listed(REMEDIES),
        "fees": FEES,
        "approvals": named(
            st.fixed_dictionaries({"steps": st.lists(STEPS, max_size=2)}, optional=told_of)
        ),
        "gates": named(
            st.fixed_dictionaries(
                {"before": st.sampled_from(sorted(EVENTS)), "needs": some(EVENTS, 1)},
                optional={**told_of, "unless": st.sampled_from(NAMES)},
            )
        ),
        "satisfaction": st.lists(
            st.fixed_dictionaries(
                {
                    "of": st.sampled_from(sorted(ROLES)),
                    "below": st.builds("{}%".format, st.integers(0, 100)),
                    "then": st.lists(ACTIONS, max_size=2),
                },
                optional=told_of,
            ),
            max_size=2,
        ),
        "records": listed(
            st.fixed_dictionaries(
                {
                    "name": st.sampled_from(NAMES),
                    "keep": LENGTHS | st.sampled_from(["permanent", "agreement"]),
                    "from": st.sampled_from(sorted(EVENTS)),
                },
                optional={**TOLD, "file": st.lists(WORDS, max_size=2)},
            )
        ),
        "contacts": st.lists(
            st.fixed_dictionaries({"role": st.sampled_from(sorted(ROLES))}, optional=told_of),
            max_size=2,
        ),
        "assignees": st.lists(
            st.fixed_dictionaries(
                {
                    "role": st.sampled_from(sorted(ROLES)),
                    "otherwise": st.sampled_from(sorted(ROLES)),
                },
                optional=told_of,
            ),
            max_size=2,
        ),
        "duties": st.lists(
            st.fixed_dictionaries({"area": st.sampled_from(NAMES)}, optional=told_of), max_size=2
        ),
        "blanks": st.dictionaries(
            st.sampled_from(["one", "two_2"]),
            LENGTHS | st.fixed_dictionaries({"value": LENGTHS, "means": WORDS}),
        ),
    }


HEADS = {
    "plan": st.sampled_from(NAMES),
    "title": WORDS,
    "catalogue": st.builds("P{:02}".format, st.integers(0, 99)),
}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A plan as plain values, with a few of its sections."""
    document = draw(st.fixed_dictionaries(HEADS))
    every = sections()
    for section in draw(st.lists(st.sampled_from(sorted(every)), unique=True, max_size=6)):
        document[section] = draw(every[section])
    return document


def plans() -> st.SearchStrategy[Plan]:
    """Valid plans."""
    return documents().map(Plan.model_validate)
