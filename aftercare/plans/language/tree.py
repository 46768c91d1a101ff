"""The text of a plan as plain values with their places, read without ever running away.

YAML in the sense of the 1.2 core schema, and less: every scalar stays the text the author wrote
(08:30, yes, 1.0 are words; what a number is, the shape of the plan decides), except the empty one,
which is None. Anchors, aliases, tags, several documents and very large or deep texts are refused.
The events of the parser are folded with a stack of our own: depth costs no recursion.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from aftercare.plans.language import syntax
from aftercare.plans.language.faults import Fault, Path, Severity

LARGEST_BYTES = 1_000_000
DEEPEST = 50
MOST_ENTRIES = 20_000
MOST_IN_ONE = 500
STANDARD_TAG = "tag:yaml.org,2002:"
NULLS = {"", "~", "null", "Null", "NULL"}
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
REFUSED_CHARACTERS = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


@dataclass(frozen=True)
class Place:
    """A line and a column, both counted from 1."""

    line: int
    column: int


TOP = Place(1, 1)


class Positions:
    """Where each part of the document stands: of its name and of its content."""

    def __init__(self) -> None:
        self._values: dict[Path, Place] = {}
        self._keys: dict[Path, Place] = {}

    def add(self, path: Path, value: Place, key: Place | None = None) -> None:
        """Remember the place of the content at `path`, and of its name when it has one."""
        self._values[path] = value
        if key is not None:
            self._keys[path] = key

    def value(self, path: Path) -> Place:
        """The place of the content at `path`, or of the nearest part around it."""
        while path and path not in self._values:
            path = path[:-1]
        return self._values.get(path, TOP)

    def key(self, path: Path) -> Place:
        """The place of the name at `path`; of its content when it has no name."""
        return self._keys.get(path) or self.value(path)

    def without(self, entry: Path) -> "Positions":
        """The positions when a list entry is taken out and the ones after it move up."""
        left = Positions()
        for path, place in self._values.items():
            moved = moved_up(path, entry)
            if moved is not None:
                left.add(moved, place, self._keys.get(path))
        return left

    def __contains__(self, path: Path) -> bool:
        return path in self._values

    def names(self, section: str) -> list[str]:
        """The names directly under a section, as the author wrote them."""
        return [str(path[1]) for path in self._keys if len(path) == 2 and path[0] == section]


def moved_up(path: Path, gone: Path) -> Path | None:
    """Where `path` is once the list entry `gone` is taken out; None when it went with it."""
    *around, index = gone
    depth = len(around)
    if list(path[:depth]) != around or len(path) <= depth:
        return path
    own = path[depth]
    if own == index:
        return None
    later = isinstance(own, int) and isinstance(index, int) and own > index
    return (*around, own - 1, *path[depth + 1 :]) if later else path  # type: ignore[operator]


@dataclass
class Tree:
    """What was read: plain dicts, lists, texts and None, their places, and what was refused."""

    value: Any = None
    positions: Positions = field(default_factory=Positions)
    faults: list[Fault] = field(default_factory=list)
    complete: bool = False


@dataclass
class _Frame:
    into: dict[str, Any] | list[Any]
    path: Path
    kept: bool
    key: str | None = None
    key_place: Place | None = None
    repeated: bool = False


class _Stop(Exception):
    """The text cannot be read any further."""


def read_tree(text: str | bytes) -> Tree:
    """Read a text; faults say what was refused. `complete` is False when reading broke off."""
    tree = Tree()
    try:
        source = _decoded(text, tree)
        _Fold(tree).run(source)
        tree.complete = True
    except _Stop:
        pass
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the latter two: odd escapes
        tree.faults.append(syntax.fault_of(error, source))
    return tree


def _decoded(text: str | bytes, tree: Tree) -> str:
    if len(text) > LARGEST_BYTES:
        _refuse(tree, TOP, "too_large")
    try:
        raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        if len(raw) > LARGEST_BYTES:
            _refuse(tree, TOP, "too_large")
        source = text.decode() if isinstance(text, bytes) else text
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        _refuse(tree, _place_in(before, len(before)), "not_text")
    source = source.removeprefix("\ufeff")
    bad = REFUSED_CHARACTERS.search(source)
    if bad:
        code = f"U+{ord(bad[0]):04X}"
        _refuse(tree, _place_in(source, bad.start()), "bad_character", character=code)
    return source


def _place_in(source: str, offset: int) -> Place:
    start = source.rfind("\n", 0, offset) + 1
    return Place(source.count("\n", 0, offset) + 1, offset - start + 1)


def _refuse(tree: Tree, place: Place, code: str, **params: str) -> None:
    tree.faults.append(Fault(Severity.ERROR, place.line, place.column, code, params))
    raise _Stop


class _Fold:
    """Folds parser events into the tree."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.stack: list[_Frame] = []
        self.entries = 0
        self.documents = 0

    def run(self, source: str) -> None:
        events: Iterator[Any] = yaml.parse(source, Loader=LOADER)
        for event in events:
            self._take(event)
        if self.documents == 0:
            _refuse(self.tree, TOP, "empty_file")
        if not isinstance(self.tree.value, dict):
            empty = self.tree.value is None
            _refuse(self.tree, TOP, "empty_file" if empty else "not_a_plan")

    def _take(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._document(event)
        elif isinstance(event, yaml.AliasEvent):
            self._note(event, "alias", word=str(event.anchor))
            self._put(event, None)
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open(event, {})
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open(event, [])
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.stack.pop()

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            _refuse(self.tree, _place(event), "several_documents")
        if event.tags:
            self._note(event, "directive")

    def _scalar(self, event: Any) -> None:
        self._check_node(event)
        bad = REFUSED_CHARACTERS.search(event.value)  # an escape may bring one in
        if bad:
            self._note(event, "bad_character", character=f"U+{ord(bad[0]):04X}")
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.into, dict) and frame.key is None:
            self._name(frame, event)
        else:
            empty = event.implicit[0] and event.value in NULLS
            self._put(event, None if empty else event.value)

    def _name(self, frame: _Frame, event: Any) -> None:
        if event.value == "":
            _refuse(self.tree, _place(event), "complex_key")
        name = str(event.value)
        frame.key, frame.key_place = name, _place(event)
        frame.repeated = name in frame.into
        if frame.repeated and frame.kept:
            first = self.tree.positions.key((*frame.path, name)).line
            self._note(event, "duplicate_key", word=name, first=str(first))

    def _open(self, event: Any, into: dict[str, Any] | list[Any]) -> None:
        self._check_node(event)
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.into, dict) and frame.key is None:
            _refuse(self.tree, _place(event), "complex_key")
        if len(self.stack) >= DEEPEST:
            _refuse(self.tree, _place(event), "too_deep")
        path, kept = self._put(event, into)
        self.stack.append(_Frame(into, path, kept))

    def _put(self, event: Any, value: Any) -> tuple[Path, bool]:
        """Hang a value where it belongs; return its path and whether it was kept."""
        self.entries += 1
        if self.entries > MOST_ENTRIES:
            _refuse(self.tree, _place(event), "too_many", limit=str(MOST_ENTRIES))
        if not self.stack:
            self.tree.value = value
            self.tree.positions.add((), _place(event))
            return (), True
        return self._hang(self.stack[-1], event, value)

    def _hang(self, frame: _Frame, event: Any, value: Any) -> tuple[Path, bool]:
        if len(frame.into) >= MOST_IN_ONE:
            _refuse(self.tree, _place(event), "too_many", limit=str(MOST_IN_ONE))
        if isinstance(frame.into, list):
            path: Path = (*frame.path, len(frame.into))
            frame.into.append(value)
            kept, key_place = frame.kept, None
        else:
            if frame.key is None:
                _refuse(self.tree, _place(event), "complex_key")
            key, key_place = str(frame.key), frame.key_place
            path, kept = (*frame.path, key), frame.kept and not frame.repeated
            frame.into.setdefault(key, value)
            frame.key = None
        if kept:
            self.tree.positions.add(path, _place(event), key_place)
        return path, kept

    def _check_node(self, event: Any) -> None:
        if event.anchor is not None:
            self._note(event, "anchor", word=event.anchor)
        if event.tag is not None:
            self._note(event, "tag", word=str(event.tag).replace(STANDARD_TAG, "!!"))

    def _note(self, event: Any, code: str, **params: str) -> None:
        place = _place(event)
        fault = Fault(Severity.ERROR, place.line, place.column, code, params)
        self.tree.faults.append(fault)


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)
