"""No text is written past the catalogues, also where no test happens to come by."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from aftercare.web import environment as env

SOURCES = env.ROOT / "aftercare"
WORDS = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]")
HEARD = ("title", "placeholder", "aria-label", "alt")
SILENT = {"script", "style", "code", "pre", "symbol"}
# A key, a name, a file, a class of the frame's block, and the example of the style page.
SAME = {"Ctrl ↵", "openapi.json", "· OpenAPI  ·", "wide", "北京安居物业管理有限公司"}
REFUSALS = {"Refusal", "NotAllowed", "Stale", "ValidationError", "PermissionDenied"}
LABELS = {"label", "help_text", "empty_label"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self.texts += [text for name, text in attrs if name in HEARD and text]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.texts.append(data)


def literals(template: str) -> list[str]:
    """What a template shows or says that is neither looked up nor a value."""
    bare = re.sub(r"{% (blocktranslate|blocktrans)\b.*?{% end\1 %}", "", template, flags=re.DOTALL)
    bare = re.sub(r"{% comment.*?endcomment %}|{#.*?#}|{%.*?%}|{{.*?}}", "", bare, flags=re.DOTALL)
    reader = _Reader()
    reader.feed(bare)
    return [text.strip() for text in reader.texts if WORDS.search(text)]


def test_what_a_template_says_by_itself_is_seen() -> None:
    page = '<p title="Why">{% translate "open" %} Save {{ name }}</p><code>x y</code>'
    assert literals(page) == ["Why", "Save"]


def test_every_template_looks_its_texts_up() -> None:
    found = {
        str(path.relative_to(SOURCES)): [
            text for text in literals(path.read_text(encoding="utf-8")) if text not in SAME
        ]
        for path in SOURCES.rglob("templates/**/*.html")
    }
    assert {place: texts for place, texts in found.items() if texts} == {}


def _unlooked(tree: ast.AST) -> Iterator[str]:
    """Plain texts given to a refusal, a message to the reader, or the label of a field."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        owner = getattr(getattr(call.func, "value", None), "id", "")
        told = call.args[:1] if name in REFUSALS else call.args[1:2] * (owner == "messages")
        labels = [one.value for one in call.keywords if one.arg in LABELS]
        for text in [*told, *labels]:
            plain = [part for part in ast.walk(text) if isinstance(part, ast.Constant)]
            direct = isinstance(text, ast.Constant | ast.JoinedStr)
            texts = [part.value for part in plain if isinstance(part.value, str)]
            if direct and any(WORDS.search(one) for one in texts):
                yield ast.unparse(text)


def test_every_refusal_and_label_is_looked_up() -> None:
    paths = [
        path for path in SOURCES.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)
    ]
    found = {
        str(path.relative_to(SOURCES)): list(_unlooked(ast.parse(path.read_text("utf-8"))))
        for path in paths
    }
    assert {place: texts for place, texts in found.items() if texts} == {}


def test_a_refusal_that_is_not_looked_up_is_seen() -> None:
    tree = ast.parse('raise Refusal(f"no {x}")\nmessages.error(r, "bad")\nF(label=_("good"))')
    assert list(_unlooked(tree)) == ["f'no {x}'", "'bad'"]
