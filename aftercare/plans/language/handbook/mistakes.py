"""Every thing a check can say, shown by an example that really brings it about."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from aftercare.kit.durations import Duration, parse_duration
from aftercare.plans.catalogue import clauses
from aftercare.plans.language.checking import check_text
from aftercare.plans.language.faults import Fault

FILE = Path(__file__).with_name("mistakes.yaml")
HEAD = "plan: example\ntitle: {zh: 示例, en: Example}\ncatalogue: P01\n"
NAME = "example.yaml"


@dataclass(frozen=True)
class Minimum:
    """The shortest term a floor of an example allows; by default for everything."""

    length: Duration | None
    component: str | None = None
    products: tuple[str, ...] = ()
    rule: str = ""
    says_zh: str = "法律的规定。"
    says_en: str = "What the law says."


@dataclass(frozen=True)
class Example:
    """A text with a mistake. `shown` is what a page prints of it, empty when it is too long."""

    code: str
    text: str | bytes
    shown: str
    floors: tuple[tuple[str, str], ...] = ()
    emitted: tuple[str, ...] | None = None


def _read() -> dict[str, Example]:
    listed = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {code: _example(code, told) for code, told in listed.items()}


def _example(code: str, told: dict[str, object]) -> Example:
    floors = told.get("floors")
    emitted = told.get("emitted")
    text, shown = _text(told)
    return Example(
        code,
        text,
        shown,
        tuple(floors.items()) if isinstance(floors, dict) else (),
        tuple(emitted) if isinstance(emitted, list) else None,
    )


def _text(told: dict[str, object]) -> tuple[str | bytes, str]:
    repeat = told.get("repeat")
    if isinstance(repeat, Sequence) and len(repeat) == 3:
        once, again, times = repeat
        return once + again * times, ""
    if "bytes" in told:
        return bytes.fromhex(str(told["bytes"])), ""
    if "text" in told:
        text = str(told["text"])
        return text, text if text.isprintable() or "\n" in text else ""
    return HEAD + str(told["fragment"]), str(told["fragment"])


EXAMPLES: dict[str, Example] = _read()


@cache
def faults_of(code: str) -> tuple[Fault, ...]:
    """The faults that the example of a code brings about."""
    example = EXAMPLES[code]
    floors = {name: [Minimum(parse_duration(length))] for name, length in example.floors}
    reading = check_text(example.text, NAME, clauses(), floors, emitted=example.emitted)
    return tuple(reading.faults)


def mistakes(language: str) -> str:
    """All mistakes with their examples, as a page prints them."""
    return "\n\n".join(_entry(code, language) for code in EXAMPLES)


def _entry(code: str, language: str) -> str:
    fault = next(fault for fault in faults_of(code) if fault.code == code)
    shown = "".join(c for c in EXAMPLES[code].shown if c == "\n" or c.isprintable()).strip("\n")
    example = f"{shown}\n" if shown else ""
    return f"`{code}`\n```yaml\n{example}# {fault.located(language)}\n```"
