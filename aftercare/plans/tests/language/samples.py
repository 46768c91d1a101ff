"""Small plans the tests are written with."""

from pathlib import Path

from aftercare.plans.language.checking import check_text
from aftercare.plans.language.document import Plan
from aftercare.plans.language.reading import Reading, read_plan

HEAD = "plan: example\ntitle: {zh: 示例, en: Example}\ncatalogue: P01\n"
BUILT_IN = sorted((Path(__file__).parents[4] / "plans").glob("p*.yaml"))


def reading(fragment: str) -> Reading:
    """What comes of reading a fragment behind the head."""
    return read_plan(HEAD + fragment, "p.yaml")


def plan(fragment: str) -> Plan:
    """The plan of a fragment that has no mistake."""
    read = reading(fragment)
    assert read.plan is not None, said(read)
    return read.plan


def said(read: Reading, language: str = "en") -> list[str]:
    """The faults of a reading as they are printed."""
    return [fault.located(language) for fault in read.faults]


def mistakes(fragment: str, language: str = "en") -> list[str]:
    """What a check says about a fragment behind the head, without a catalogue."""
    return said(check_text(HEAD + fragment, "p.yaml"), language)


def built_in(name: str) -> Plan:
    """One of the plans that come with the product, such as `p09`."""
    file = next(file for file in BUILT_IN if file.name.startswith(name))
    found = read_plan(file.read_bytes(), file.name).plan
    assert found is not None
    return found
