"""What the codes of parts and products are called: folders above this one know the words of the
plans and of the law."""

from collections.abc import Callable, Mapping

Names = Mapping[str, str]
_sources: list[Callable[[], Names]] = []


def add_names(source: Callable[[], Names]) -> None:
    """Let a folder above say what it calls the codes, in the reader's language."""
    if source not in _sources:
        _sources.append(source)


def part_names() -> dict[str, str]:
    """Code to words for everything somebody has words for; ask once for a page."""
    return {code: words for source in _sources for code, words in source().items()}
