"""Every kind of event that the code can record has a name in both languages, so that no page ever
shows a raw word."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from aftercare.complaints import states as complaints
from aftercare.desk import history
from aftercare.desk.speech import Voice
from aftercare.desk.states import emitted
from aftercare.emergency import story as incidents
from aftercare.plans.language.vocabulary import EVENTS
from aftercare.promises.actions.following import COVERS, REBINDS
from aftercare.promises.queries import EXPLAINED
from aftercare.promises.rules.lives import ENGINE_EVENTS
from aftercare.satisfaction import states as satisfaction
from aftercare.skills.rules import Told
from aftercare.worker.reactions import OUTCOMES

SOURCES = Path(__file__).resolve().parents[1] / "aftercare"
KIND = re.compile(r"[a-z_]+\.[a-z_-]+")
RECORDING = {
    "Happened", "happened", "_happened", "record", "_record", "_once", "record_outcome",
    "_record_stand_in", "_record_leave", "_record_gap", "on_case",
}  # fmt: skip
KEEPING = {"add", "change", "Many"}  # of `kit.records` and `kit.bulk`: `<kind>.added`, `.changed`


def recorded() -> Iterator[str]:
    """The kinds written in the code wherever it records an event."""
    for path in SOURCES.rglob("*.py"):
        if not {"tests", "migrations"} & set(path.parts):
            yield from _recorded_in(ast.parse(path.read_text(encoding="utf-8")))


def _recorded_in(tree: ast.Module) -> Iterator[str]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = (
            call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        )
        named = {one.arg: one.value for one in call.keywords}
        if name in RECORDING:
            given = [*call.args, *(value for key, value in named.items() if key == "kind")]
            for value in given:
                yield from (text for text in _texts(value) if KIND.fullmatch(text))
        kind = named.get("kind")
        if name in KEEPING and isinstance(kind, ast.Constant) and isinstance(kind.value, str):
            yield from (f"{kind.value}.added", f"{kind.value}.changed")


def _texts(value: ast.expr) -> list[str]:
    constants = [value] if isinstance(value, ast.Constant) else []
    if isinstance(value, ast.IfExp):
        constants = [one for one in (value.body, value.orelse) if isinstance(one, ast.Constant)]
    return [one.value for one in constants if isinstance(one.value, str)]


KINDS = sorted(
    {*recorded(), *EVENTS, *emitted(), *complaints.emitted(), *satisfaction.emitted(),
     *OUTCOMES.values(), *ENGINE_EVENTS, *Told, *REBINDS, *COVERS, EXPLAINED, *incidents.LOOKS}
)  # fmt: skip


def test_the_kinds_are_found() -> None:
    wanted = {"unit.changed", "unit.history-added", "loan.proposed", "promise.warned", "token.made",
              "file.added", "agreement.moved", "person.added", "link.renewed"}  # fmt: skip
    assert wanted <= set(KINDS)


@pytest.mark.parametrize(("language", "letters"), [("zh-hans", "[一-鿿]"), ("en", "^[A-Z]")])
def test_every_kind_has_words(language: str, letters: str) -> None:
    with translation.override(language):
        named = {kind: history.title(kind, Voice(None)) for kind in KINDS}
    raw = [kind for kind, words in named.items() if kind in words or not re.search(letters, words)]
    assert raw == []
