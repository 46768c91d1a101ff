"""A letter written as a page of HTML, as plain text that can be read. Never shown as HTML.

The parser is lxml's; the text is ours, because a layout of tables can be made to grow without
bound (a wide cell above many rows), and this grows with the page.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

LONGEST = 1_000_000  # characters of HTML that are looked at
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg"})
_ALONE = frozenset({
    "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
    "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
})  # fmt: skip
_CELLS = frozenset({"td", "th"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)


def readable(html: str) -> str:
    """The text of a page: one line for each block, cells beside each other, what is hidden left
    out. A page that no parser takes is given as it stands; whoever shows it escapes it anyway."""
    cut = html[:LONGEST].replace("\x00", "")
    if not cut.strip():
        return ""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(cut.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return cut
    if tree is None:
        return cut
    lines = ("".join(_pieces(tree))).split("\n")
    shown = (" ".join(line.replace("\xa0", " ").split()) for line in lines)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(shown)).strip()
    return text or " ".join(re.sub(r"<[^<>]*>", " ", cut).split())  # nested too deeply


def _pieces(tree: Any) -> Iterator[str]:
    """The texts in the order they are read, with line breaks where a block begins or ends."""
    silent: Any = None  # the outermost element that shows nothing
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if silent is None and _shows_nothing(element, name):
                silent = element
            if silent is None:
                yield _before(name)
                yield (
                    re.sub(r"\s+", " ", element.text or "")
                    if name != "pre"
                    else (element.text or "")
                )
            continue
        if silent is None:
            yield "\n" if name in _ALONE else "  " if name in _CELLS else ""
        if silent is element:
            silent = None
        if silent is None and element is not tree:
            yield re.sub(r"\s+", " ", element.tail or "")


def _before(name: str) -> str:
    if name == "br":
        return "\n"
    if name == "li":
        return "\n- "
    return "\n" if name in _ALONE else ""


def _shows_nothing(element: Any, name: str) -> bool:
    return (
        name in _SILENT
        or "hidden" in element.attrib
        or bool(_HIDDEN.search(element.get("style", "")))
    )
