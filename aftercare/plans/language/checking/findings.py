"""Where the checks put down what they find."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from aftercare.plans.language.document import Plan
from aftercare.plans.language.faults import MOST_FAULTS, Fault, Path, Severity, nearest
from aftercare.plans.language.tables import OF_THE_PLAN
from aftercare.plans.language.tree import Place, Positions
from aftercare.plans.language.vocabulary import VALUES


class Findings:
    """The plan being checked, its places, and the faults found so far."""

    def __init__(self, plan: Plan, positions: Positions, whole: bool) -> None:
        self.plan = plan
        self.positions = positions
        self.whole = whole
        self.faults: list[Fault] = []
        self._named: dict[str, set[str]] = {}

    def error(self, path: Path, code: str, **params: str) -> None:
        """Put down an error at the content of `path`."""
        self._put(Severity.ERROR, self.positions.value(path), path, code, params)

    def error_at_name(self, path: Path, code: str, **params: str) -> None:
        """Put down an error at the name of `path`."""
        self._put(Severity.ERROR, self.positions.key(path), path, code, params)

    def warn(self, path: Path, code: str, **params: str) -> None:
        """Put down a warning at the content of `path`."""
        self._put(Severity.WARNING, self.positions.value(path), path, code, params)

    def _put(
        self, severity: Severity, place: Place, path: Path, code: str, params: Mapping[str, str]
    ) -> None:
        self.faults.append(Fault(severity, place.line, place.column, code, dict(params), path=path))

    def written(self, path: Path) -> bool:
        """True when the author wrote something at `path`, even something unreadable."""
        return path in self.positions

    def named(self, section: str) -> set[str]:
        """The names of a section (`promises`, `zones`, …), also those of unreadable entries."""
        if section not in self._named:
            own = {*getattr(self.plan, section), *self.positions.names(section)}
            self._named[section] = own
        return self._named[section]

    def values_of(self, fact: str) -> set[str]:
        """The values that a fact may have: from the vocabulary, or from the plan itself."""
        if fact in OF_THE_PLAN:
            return self.named(OF_THE_PLAN[fact])
        return set(VALUES.get(fact, {}))

    def expect(self, what: str, word: str | None, known: Collection[str], path: Path) -> bool:
        """Put down an unknown `word`, with the nearest known one; True when it is known."""
        if word is None or word in known:
            return True
        self.error(path, "unknown", what=what, word=word, suggestion=self._near(word, known))
        return False

    def expect_name(self, what: str, word: str, known: Iterable[str], path: Path) -> None:
        """Put down an unknown name of an entry."""
        near = self._near(word, known)
        self.error_at_name(path, "unknown", what=what, word=word, suggestion=near)

    def _near(self, word: str, known: Iterable[str]) -> str:
        """The nearest known word, as long as somebody would read it."""
        return nearest(word, sorted(known)) if len(self.faults) <= MOST_FAULTS else ""

    def expect_all(
        self, what: str, words: Sequence[str], known: Collection[str], path: Path
    ) -> None:
        """The same for a list; a single word may stand without its list."""
        for index, word in enumerate(words):
            self.expect(what, word, known, self.entry(path, index))

    def entry(self, path: Path, index: int) -> Path:
        """The path of a list's entry: the list itself when a single word stands for it."""
        inner = (*path, index)
        return inner if self.written(inner) else path
