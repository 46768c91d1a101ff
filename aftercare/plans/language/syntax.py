"""What the YAML parser complains about, in the words of this project."""

from typing import Any

from aftercare.plans.language.faults import Fault, Severity


def fault_of(error: Exception, source: str) -> Fault:
    """The fault for a parser's complaint about `source`; its own text is never shown."""
    problem = str(getattr(error, "problem", "") or "")
    context = str(getattr(error, "context", "") or "")
    mark: Any = getattr(error, "problem_mark", None)
    opened: Any = getattr(error, "context_mark", None) or mark
    if mark is None:
        return Fault(Severity.ERROR, 1, 1, "not_yaml")
    character = _character(source, mark.line, mark.column)
    code, params = _classify(problem, context, character)
    if code == "unclosed_quote":
        mark = opened
    if code == "unclosed_bracket":
        params["first"] = str(opened.line + 1)
    return Fault(Severity.ERROR, mark.line + 1, mark.column + 1, code, params)


def _classify(problem: str, context: str, character: str) -> tuple[str, dict[str, str]]:
    if "tab character" in problem or (character == "\t" and "token" in problem):
        return "tab", {}
    if "end of stream" in problem and "quoted" in context:
        return "unclosed_quote", {}
    if "flow sequence" in context or "flow mapping" in context:
        return "unclosed_bracket", {"close": "]" if "sequence" in context else "}"}
    if "cannot start any token" in problem:
        return "bad_start", {"character": character}
    return _by_words(f"{problem} {context}"), {}


WORDS = {
    "mapping values": "stray_colon",
    "escape": "bad_escape",
    "block mapping": "indentation",
    "block collection": "indentation",
}


def _by_words(complaint: str) -> str:
    return next((code for words, code in WORDS.items() if words in complaint), "not_yaml")


def _character(source: str, line: int, column: int) -> str:
    lines = source.splitlines()
    if line >= len(lines) or column >= len(lines[line]):
        return ""
    return lines[line][column]
