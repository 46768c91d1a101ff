"""Message catalogues: compiled without gettext, and checked to be complete.

    python -m aftercare.web.translations            compile what is newer than its .mo
    python -m aftercare.web.translations --check    fail on anything without Chinese
    python -m aftercare.web.translations --update   add new texts to the .po files, to be filled in

Texts are English in the source. Each folder keeps the Chinese of its own texts in
`locale/zh_Hans/LC_MESSAGES/django.po`; Django merges the folders, so one text has one translation.
"""

import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.checkers import checkers
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1]
LOCALE = "zh_Hans"
CONTRIB = ("auth", "contenttypes", "sessions")  # those installed; others are never looked up in
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None, "gettext_noop": None, "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2), "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
HEADER = r"""
msgid ""
msgstr ""
"Project-Id-Version: aftercare\n"
"Language: zh_Hans\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"
""".strip()
Key = tuple[str, str]  # context, text


@dataclass(frozen=True)
class Text:
    """A text of the source: where it stands, and what is looked up."""

    place: str
    context: str
    singular: str
    plural: str = ""

    @property
    def key(self) -> Key:
        return self.context, self.singular


def catalogues(package: Path = PACKAGE) -> list[Path]:
    """All our .po files."""
    return sorted(package.glob("*/locale/*/LC_MESSAGES/*.po"))


def compile_all(package: Path = PACKAGE) -> list[Path]:
    """Write the .mo beside each .po that is newer; returns what was written."""
    return [_compiled(source) for source in catalogues(package) if _outdated(source)]


def problems(package: Path = PACKAGE) -> list[str]:
    """What is missing, unfinished or contradictory in the translations, each with its place."""
    return [*_unfinished(package), *_contradictions(package), *_missing(package)]


def update_all(package: Path = PACKAGE) -> list[Path]:
    """Add texts that have no translation yet to the .po of their folder, with an empty one."""
    translated = _translated(package)
    changed = []
    for folder in sorted(path for path in package.iterdir() if path.is_dir()):
        new = [text for text in texts_of(folder) if text.key not in translated]
        if new:
            changed.append(_extended(folder, new))
    return changed


def texts_of(folder: Path) -> Iterator[Text]:
    """Every text that the Python files and templates of a folder look up."""
    for path in sorted(folder.rglob("*")):
        if "tests" in path.parts or not path.is_file():
            continue
        if path.suffix == ".py":
            yield from _python_texts(path, path.read_bytes())
        elif "templates" in path.parts and path.suffix in {".html", ".txt", ".xml"}:
            yield from _python_texts(path, _as_calls(path))


def _python_texts(path: Path, source: bytes) -> Iterator[Text]:
    for line, message, _comments, context in extract("python", io.BytesIO(source), KEYWORDS):
        singular, plural = message[:2] if isinstance(message, tuple) else (message, "")
        place = f"{path.relative_to(PACKAGE.parent) if PACKAGE in path.parents else path}:{line}"
        yield Text(place, context or "", singular, plural)


def _as_calls(path: Path) -> bytes:
    """A template as the gettext calls it makes; all else is blanked out by Django."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    lines = templatize(path.read_text(encoding="utf-8")).splitlines()
    return "\n".join(line.strip() for line in lines).encode()


def _read(source: Path) -> Catalog:
    with source.open("rb") as file:
        return read_po(file, locale=source.parts[-3], abort_invalid=True)


def _outdated(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime <= source.stat().st_mtime


def _compiled(source: Path) -> Path:
    target = source.with_suffix(".mo")
    part = target.with_suffix(f".{os.getpid()}")
    catalog = _read(source)
    with part.open("wb") as file:
        write_mo(file, catalog)
    part.replace(target)  # another process never reads half of it
    return target


def _messages(package: Path) -> Iterator[tuple[Path, Catalog, Message]]:
    for source in catalogues(package):
        catalog = _read(source)
        yield from ((source, catalog, message) for message in catalog if message.id)


def _key(message: Message) -> Key:
    singular = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", singular


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _finished(message: Message) -> bool:
    return bool(_strings(message)) and all(_strings(message)) and not message.fuzzy


def _unfinished(package: Path) -> Iterator[str]:
    for source, catalog, message in _messages(package):
        place = f"{source.relative_to(package)}:{message.lineno}"
        if not _finished(message):
            yield f"{place}: {_key(message)[1]!r} is empty or marked fuzzy"
            continue
        for checker in checkers:
            try:
                checker(catalog, message)
            except Exception as fault:  # noqa: BLE001  # a checker's fault is the finding
                yield f"{place}: {_key(message)[1]!r}: {fault}"


def _contradictions(package: Path) -> Iterator[str]:
    seen: dict[Key, tuple[list[str], Path]] = {}
    for source, _catalog, message in _messages(package):
        strings, first = seen.setdefault(_key(message), (_strings(message), source))
        if strings != _strings(message):
            yield (
                f"{source.relative_to(package)}:{message.lineno}: {_key(message)[1]!r} is "
                f"{_strings(message)} here, {strings} in {first.relative_to(package)}"
            )


def _translated(package: Path) -> set[Key]:
    ours = {_key(message) for _source, _catalog, message in _messages(package)}
    return ours | django_texts()


def _missing(package: Path) -> Iterator[str]:
    translated = _translated(package)
    for folder in sorted(path for path in package.iterdir() if path.is_dir()):
        for text in texts_of(folder):
            if text.key not in translated:
                yield f"{text.place}: {text.singular!r} has no Chinese"


@cache
def django_texts() -> frozenset[Key]:
    """What Django itself translates into Chinese, and we may use as it is."""
    root = Path(django.__file__).parent
    sources = [
        *root.glob("conf/locale/zh_Hans/**/*.po"),
        *(path for app in CONTRIB for path in root.glob(f"contrib/{app}/locale/zh_Hans/**/*.po")),
    ]
    return frozenset(
        _key(message)
        for source in sources
        for message in _read(source)
        if message.id and _finished(message)
    )


def _extended(folder: Path, texts: list[Text]) -> Path:
    """Append entries to a .po; what stands there already is left as people wrote it."""
    target = folder / "locale" / LOCALE / "LC_MESSAGES" / "django.po"
    target.parent.mkdir(parents=True, exist_ok=True)
    new = Catalog(LOCALE)
    for text in texts:
        ids = (text.singular, text.plural) if text.plural else text.singular
        new.add(ids, context=text.context or None)
    entries = io.BytesIO()
    write_po(entries, new, width=100, omit_header=True)
    before = target.read_text(encoding="utf-8").rstrip() if target.exists() else HEADER
    target.write_text(f"{before}\n\n{entries.getvalue().decode().strip()}\n", encoding="utf-8")
    return target


def main(arguments: list[str]) -> int:
    """Compile, check or update; 1 when a check finds something."""
    if arguments == ["--check"]:
        found = problems()
        print(*found, sep="\n", end="\n" if found else "")  # noqa: T201
        return 1 if found else 0
    if arguments == ["--update"]:
        print(*update_all(), sep="\n")  # noqa: T201
        return 0
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
