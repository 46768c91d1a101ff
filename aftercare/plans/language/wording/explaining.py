"""A plan as the text of a tender: readable aloud, in numbered chapters, with its clause ids."""

from collections.abc import Sequence

from aftercare.plans.language.document import Plan
from aftercare.plans.language.wording.chapters import Chapter, bracketed, chapters
from aftercare.plans.language.wording.rows import Row
from aftercare.plans.language.wording.speech import Speech

DIGITS = "零一二三四五六七八九"


def explain(plan: Plan, language: str) -> str:
    """The whole plan in `zh` or `en`; values from blanks are marked as defaults."""
    speech = Speech(plan, language)
    head = [speech.say(plan.title)]
    if plan.about:
        head.append(speech.say(plan.about).strip())
    told = chapters(plan, language)
    body = [_chapter(speech, number, chapter) for number, chapter in enumerate(told, 1)]
    return "\n\n".join([*head, *body])


def _chapter(speech: Speech, number: int, chapter: Chapter) -> str:
    title = speech.pick(f"{chinese(number)}、{chapter.title}", f"{number}. {chapter.title}")
    lines = _lines(speech, chapter.rows)
    return "\n".join(line for line in (title, chapter.lead, *lines) if line)


def _lines(speech: Speech, rows: Sequence[Row]) -> list[str]:
    """The lines of a chapter, under the names of the lines of business they belong to."""
    lines: list[str] = []
    service = ""
    for number, row in enumerate(rows, 1):
        if row.service != service:
            name = row.service or speech.pick("全部业务", "All lines of business")
            lines.append(speech.pick(f"【{name}】", f"— {name}"))
            service = row.service
        lines.append(_line(speech, number, row))
    return lines


def _line(speech: Speech, number: int, row: Row) -> str:
    end = bracketed(speech, row.clauses)
    told = speech.pick("", " ").join(text for text in (row.text, row.note) if text)
    title = row.title
    if told:
        title = _closed(speech, title)
    return f"{number}. {title}{speech.pick('', ' ') if told else ''}{told}{end}"


def _closed(speech: Speech, title: str) -> str:
    """A title before its sentences: a statement keeps its full stop, a name gets a colon."""
    return title if title[-1:] in ("。", ".", "") else title + speech.pick("：", ":")


def chinese(number: int) -> str:
    """1 to 99 in Chinese: 十二."""
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else ("" if tens == 1 else DIGITS[tens]) + "十"
    return before + (DIGITS[ones] if ones or not tens else "")
