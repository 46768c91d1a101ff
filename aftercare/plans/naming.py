"""What the loaded plans call the parts of a unit."""

from aftercare.plans import queries
from aftercare.plans.reading import language


def component_names() -> dict[str, str]:
    """Code to words, by the newest version of each plan; of two plans the first one counts."""
    names: dict[str, str] = {}
    for version in queries.newest_versions().defer("text"):
        for code, words in queries.document(version).components.items():
            names.setdefault(code, str(getattr(words, language())))
    return names
