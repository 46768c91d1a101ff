"""One search over everything: an FTS5 table on SQLite, a tsvector on PostgreSQL, the same answers.

An entry is found when it has the tokens that the text asks for and each piece of the text really
stands in it. Exact names and numbers come first, then what was touched last.
"""

import hashlib
import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from aftercare.kit import sounds, tokens
from aftercare.kit.chunks import chunks
from aftercare.kit.models import Counter, SearchEntry
from aftercare.kit.tokens import All, Either, Node, Term

# PostgreSQL takes a token it has never counted for more frequent than it is. So many times more
# rows than wanted are planned for (and not read), or it would walk all entries to find none.
CAUTION = 8
# How entries are cut into tokens. Whoever changes that raises it, and each installation makes its
# index anew when it next starts; the counter of this name tells how an index was made.
FORM, FORM_NAME = 3, "search-form"
MOST_LOOKED_AT = 2_000  # candidates of one search that may turn out not to hold the text


@dataclass(frozen=True)
class Entry:
    """What is to be found, and by what.

    label, detail: shown, and searched. names: also searched by how they sound. numbers: phones,
    serials, codes; any three neighbouring characters find them. texts: searched, not shown.
    owner: the organisation it belongs to; dealers: the organisations that serve it.
    """

    reference: str
    label: str
    ranked_at: datetime
    detail: str = ""
    names: Sequence[str] = ()
    numbers: Sequence[str] = ()
    texts: Sequence[str] = ()
    owner: int | None = None
    dealers: Sequence[int] = ()


@dataclass(frozen=True)
class Scope:
    """What a person may find: everything, or what belongs to, is served by, or is listed."""

    everything: bool = False
    owner: int | None = None
    dealer: int | None = None
    references: frozenset[str] = frozenset()


EVERYTHING = Scope(everything=True)


@dataclass(frozen=True)
class Hit:
    """Something found.

    why: `name`, `number`, `sound` or `text`, where the text was found. exact: the whole name or
    number. place: give it as `before` to get the older hits.
    """

    reference: str
    label: str
    detail: str
    why: str
    exact: bool
    place: int

    @property
    def kind(self) -> str:
        """The word before the slash of the reference."""
        return kind_of(self.reference)

    @property
    def key(self) -> int:
        """The number after the slash of the reference."""
        return int(self.reference.partition("/")[2])


def kind_of(reference: str) -> str:
    """`unit` of `unit/9`."""
    return reference.partition("/")[0]


def index(*entries: Entry) -> None:
    """Make entries findable by their present texts; what has changed becomes the newest.

    Runs in the caller's transaction, so that a record and its entry are never apart.
    """
    for some in chunks(entries):
        fresh, outdated = {entry.reference: _row(entry) for entry in some}, []
        for old in SearchEntry.objects.filter(reference__in=fresh).defer("tokens"):
            if old.mark == fresh[old.reference].mark:
                _touch(old, fresh.pop(old.reference))
            else:
                outdated.append(old.reference)
        forget(*outdated)
        _insert(fresh.values())


def add(*entries: Entry) -> None:
    """Make findable what has just come into being, likewise; there is nothing to compare with."""
    for some in chunks(entries):
        _insert(map(_row, some))


def _insert(rows: Iterable[SearchEntry]) -> None:
    SearchEntry.objects.bulk_create(
        rows,
        update_conflicts=True,  # somebody else may have indexed the same thing just now
        unique_fields=["reference"],
        update_fields=["label", "detail", "haystack", "mark", "tokens", "ranked_at"],
    )


def forget(*references: str) -> None:
    """Let these be found no more."""
    for some in chunks(references):
        SearchEntry.objects.filter(reference__in=some).delete()


def rebuild(*sources: Iterable[Entry]) -> int:
    """Empty the index and fill it again; each source yields its entries oldest first."""
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        count = 0
        for some in chunks(heapq.merge(*sources, key=lambda entry: entry.ranked_at)):
            SearchEntry.objects.bulk_create(map(_row, some))
            count += len(some)
        Counter.objects.update_or_create(name=FORM_NAME, defaults={"value": FORM})
        return count


def is_current() -> bool:
    """Whether the index was made as this version cuts entries; otherwise `rebuild` it."""
    return Counter.objects.filter(name=FORM_NAME, value=FORM).exists()


def search(
    text: str,
    *,
    kinds: Sequence[str],
    scope: Scope,
    limit: int = 20,
    before: int | None = None,
    newest: int | None = None,
) -> list[Hit]:
    """What holds every piece of the text: exact hits first, then the newest.

    kinds: the kinds of reference to look among. before: the `place` of the last hit that is not
    exact, to go on with older ones. newest: the highest key there is; then hits of the newest
    blocks of keys come before all others, which are looked at only when those are too few. Without
    it PostgreSQL gathers every case of thousands to find the newest twenty.
    """
    wanted, whose = tokens.sought(text), _whose(scope)
    if wanted is None or whose is None:
        return []
    asked = [_Asked(text, kind, whose, scope.references) for kind in kinds]
    exact = Term(tokens.exact_token(text))
    first = [*_newest(asked, exact, None, limit, exact=True)]
    seen = {hit.reference for hit in first}
    found = [*first] if before is None else []
    for node in _stages(wanted, newest if before is None else None):
        for hit in _newest(asked, node, before, limit + len(seen)):
            if hit.reference not in seen:
                seen.add(hit.reference)
                found.append(hit)
        if len(found) >= limit:
            break
    return found[:limit]


def _stages(wanted: Node, newest: int | None) -> Iterator[Node]:
    """What to look for: among the newest first, then among all."""
    blocks = tokens.newest_blocks(newest) if newest is not None else None
    if blocks is not None:
        yield All((wanted, blocks))
    yield wanted


@dataclass(frozen=True)
class _Asked:
    """What stays the same for all the statements of one search among one kind."""

    text: str
    kind: str
    whose: tuple[Node, ...]
    references: frozenset[str]

    def node(self, wanted: Node) -> Node:
        """What is wanted, of the right people, of this kind."""
        return tokens.among(tokens.code_of(self.kind), All((wanted, *self.whose)))

    def holds(self, reference: str, haystack: str, exact: bool) -> bool:
        """Whether the text really stands there; two kinds may also share a code."""
        same_kind = kind_of(reference) == self.kind
        return same_kind and (exact or tokens.found_in(haystack, self.text))


def _newest(
    asked: Sequence[_Asked], wanted: Node, before: int | None, limit: int, *, exact: bool = False
) -> Iterator[Hit]:
    """Each kind has a statement of its own, which the database plans better than one for all."""
    streams = [_hits(one, wanted, before, limit, exact=exact) for one in asked]
    return heapq.merge(*streams, key=lambda hit: -hit.place)


def _whose(scope: Scope) -> tuple[Node, ...] | None:
    """What an entry needs besides the text; None when the person may find nothing at all."""
    if scope.everything or scope.references:
        return ()
    whose: list[Node] = [Term(f"@o{scope.owner}")] if scope.owner is not None else []
    whose += [Term(f"@d{scope.dealer}")] if scope.dealer is not None else []
    return (Either(tuple(whose)),) if whose else None


def _hits(
    asked: _Asked, wanted: Node, before: int | None, limit: int, *, exact: bool = False
) -> Iterator[Hit]:
    """Hits newest first, read in growing batches until enough of them hold the text."""
    node, size, looked_at, found = asked.node(wanted), limit + 5, 0, 0
    while looked_at < MOST_LOOKED_AT:
        rows = _rows(asked, node, before, size)
        for place, reference, label, detail, haystack in rows:
            if asked.holds(reference, haystack, exact):
                yield Hit(reference, label, detail, _why(haystack, asked.text), exact, place)
                found += 1
                if found == limit:
                    return
        if len(rows) < size:
            return
        before, looked_at, size = rows[-1][0], looked_at + size, size * 4


def _rows(asked: _Asked, node: Node, before: int | None, limit: int) -> list[tuple[Any, ...]]:
    source, order, condition = _matching(node, asked.kind)
    where: list[str] = [condition]
    parameters: list[Any] = []
    if before is not None:
        where.append(f"{order} < %s")
        parameters.append(before)
    if asked.references:
        where.append(f"e.reference IN ({', '.join(['%s'] * len(asked.references))})")
        parameters += sorted(asked.references)
    newest = (
        "SELECT e.id, e.reference, e.label, e.detail, e.haystack "  # noqa: S608  # our own words
        f"FROM {source} WHERE {' AND '.join(where)} ORDER BY {order} DESC LIMIT %s"
    )
    parameters.append(limit)
    if connection.vendor == "postgresql":
        newest = f"SELECT * FROM ({newest}) found ORDER BY id DESC LIMIT %s"  # noqa: S608
        parameters[-1:] = [limit * CAUTION, limit]
    with connection.cursor() as cursor:
        cursor.execute(newest, parameters)
        return list(cursor.fetchall())


def _matching(node: Node, kind: str) -> tuple[str, str, str]:
    """Table, order and condition of the database in use.

    The condition stands in the statement, not among its parameters: only so can PostgreSQL's
    planner know how rare the tokens are. Tokens hold no quotes, backslashes or percent signs.
    `kit_looked_into` is always true and tells the planner what looking at an entry costs. The kind,
    which the tokens say too, lets it walk the newest of that kind instead of the newest of all.
    """
    if connection.vendor == "postgresql":
        holds = f"e.tokens @@ {_quoted(_tsquery(node))}::tsquery AND kit_looked_into(e.id)"
        return "kit_searchentry e", "e.id", f"e.kind = {_quoted(kind)} AND {holds}"
    table = "kit_searchindex f JOIN kit_searchentry e ON e.id = f.rowid"
    return table, "f.rowid", f"kit_searchindex MATCH {_quoted(_fts5(node))}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _fts5(node: Node) -> str:
    if isinstance(node, Term):
        return f'"{node.token}"*' if node.prefix else f'"{node.token}"'
    joined = " AND " if isinstance(node, All) else " OR "
    return "(" + joined.join(map(_fts5, node.parts)) + ")"


def _tsquery(node: Node) -> str:
    if isinstance(node, Term):
        return f"'{node.token}':*" if node.prefix else f"'{node.token}'"
    joined = " & " if isinstance(node, All) else " | "
    return "(" + joined.join(map(_tsquery, node.parts)) + ")"


def _row(entry: Entry) -> SearchEntry:
    code = tokens.code_of(kind_of(entry.reference))
    found = " ".join(sorted(code + token for token in _tokens(entry)))
    return SearchEntry(
        reference=entry.reference,
        kind=kind_of(entry.reference),
        label=entry.label[:200],
        detail=entry.detail[:400],
        haystack=_haystack(entry),
        mark=hashlib.blake2b(found.encode(), digest_size=16).hexdigest(),
        tokens=found,
        ranked_at=entry.ranked_at,
    )


def _tokens(entry: Entry) -> set[str]:
    numbers = [tokens.compact(number) for number in entry.numbers]
    found = {f"@d{dealer}" for dealer in entry.dealers}
    found.add(tokens.block_token(int(entry.reference.partition("/")[2])))
    if entry.owner is not None:
        found.add(f"@o{entry.owner}")
    for text in (entry.label, entry.detail, *entry.names, *entry.texts, *entry.numbers):
        found.update(tokens.text_tokens(tokens.fold(text)))
    for number in filter(None, numbers):
        found.update((f"={number}", *tokens.number_tokens(number)))
    for name in filter(None, entry.names):
        found.add(tokens.exact_token(name))
        for reading in sounds.readings(tokens.fold(name)):
            found.update(tokens.sound_tokens(reading))
    return found


def _haystack(entry: Entry) -> str:
    """Four lines: the label, what else is written, the numbers, how the names sound."""
    label = tokens.fold(entry.label)
    written = tokens.fold(" ".join((entry.detail, *entry.names, *entry.texts)))
    numbers = [*entry.numbers, *tokens.numbers_within(f"{label} {written}")]
    lines = (
        label,
        written,
        " ".join(dict.fromkeys(map(tokens.compact, numbers))),
        sounds.written(map(tokens.fold, entry.names)),
    )
    return "\n".join(" ".join(line.split()) for line in lines)


def _why(haystack: str, text: str) -> str:
    label, written, numbers, _sounds = haystack.split("\n")
    for piece in tokens.pieces(text):
        if piece in label:
            continue
        if tokens.compact(piece) in numbers:
            return "number"
        return "text" if piece in written else "sound"
    return "name"


def _touch(old: SearchEntry, new: SearchEntry) -> None:
    """The same tokens: keep the row, but show what is to be shown now."""
    if (old.label, old.detail, old.haystack) != (new.label, new.detail, new.haystack):
        SearchEntry.objects.filter(pk=old.pk).update(
            label=new.label, detail=new.detail, haystack=new.haystack
        )
