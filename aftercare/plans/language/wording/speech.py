"""Saying the small things of a plan in one language: words, lists, lengths, prices, conditions."""

from collections.abc import Iterable, Mapping, Sequence

from aftercare.kit.durations import Duration
from aftercare.plans.language import phrases
from aftercare.plans.language.document import Plan, Rate, Words
from aftercare.plans.language.tables import OF_THE_PLAN
from aftercare.plans.language.vocabulary import FACTS, ROLES, VALUES, VERBS, Verb, Word
from aftercare.plans.language.wording import lexicon
from aftercare.plans.language.wording.events import said


class Speech:
    """A plan and the language it is said in, `zh` or `en`."""

    def __init__(self, plan: Plan, language: str) -> None:
        self.plan = plan
        self.zh = language.startswith("zh")

    def pick(self, zh: str, en: str) -> str:
        """The one of two texts that is in this language."""
        return zh if self.zh else en

    def say(self, word: Word | Words | Verb) -> str:
        """A word or a text in this language."""
        return word.zh if self.zh else word.en

    def look_up(self, words: Mapping[str, Word], word: str) -> str:
        """A word of a list; one that is not in it stands for itself."""
        return self.say(words[word]) if word in words else word

    def note(self, *texts: Words | None) -> str:
        """Remarks one after the other, closed as sentences."""
        return self.sentences([self.say(text) for text in texts if text])

    # joining

    def both(self, items: Iterable[str]) -> str:
        """`甲、乙和丙`, `a, b and c`."""
        return self._joined(list(items), "和", " and ")

    def either(self, items: Iterable[str]) -> str:
        """`甲、乙或丙`, `a, b or c`."""
        return self._joined(list(items), "或", " or ")

    def _joined(self, items: Sequence[str], zh_last: str, en_last: str) -> str:
        if len(items) < 2:
            return "".join(items)
        before = self.pick("、", ", ").join(items[:-1])
        return before + self.pick(zh_last, en_last) + items[-1]

    def clauses(self, items: Iterable[str]) -> str:
        """Parts of a sentence: `甲，乙`, `a, b`."""
        return self.pick("，", ", ").join(item for item in items if item)

    def groups(self, items: Iterable[str]) -> str:
        """Parts that have commas of their own: `甲；乙`, `a; b`."""
        return self.pick("；", "; ").join(item for item in items if item)

    def sentences(self, items: Iterable[str]) -> str:
        """Sentences one after the other, each with its full stop."""
        return self.pick("", " ").join(self.sentence(item) for item in items if item)

    def sentence(self, text: str) -> str:
        """A text that begins like a sentence and ends in a full stop."""
        text = text.strip()
        if not text:
            return ""
        if not self.zh:
            text = text[0].upper() + text[1:]
        return text if text[-1] in "。！？.!?" else text + self.pick("。", ".")

    def quoted(self, text: str) -> str:
        """A text in quotation marks."""
        return self.pick(f"“{text}”", f"'{text}'")

    # values

    def labelled(self, text: str, *path: str | int) -> str:
        """The text, marked as a default when a blank of the plan filled it."""
        if self.plan.is_default(*path):
            return text + self.pick("（默认值）", " (default)")
        return text

    def length(self, length: Duration) -> str:
        """`30分钟`, `30 minutes`."""
        if self.zh:
            return f"{length.amount}{lexicon.ZH_UNITS[length.unit]}"
        name = lexicon.EN_UNITS[length.unit]
        return f"{length.amount} {name}" if length.amount == 1 else f"{length.amount} {name}s"

    def period(self, length: Duration) -> str:
        """A length after `every`: `6个月`, `6 months`, but `月` and `month` for one of them."""
        if length.amount != 1:
            return self.length(length)
        return self.pick(
            lexicon.ZH_UNITS[length.unit].removeprefix("个"), lexicon.EN_UNITS[length.unit]
        )

    def event(self, kind: str) -> str:
        """An event as a start: `报修`, `the report`."""
        return self.pick(said(kind).zh_start, said(kind).en_start)

    def deed(self, kinds: Iterable[str]) -> str:
        """Events as a deed, any of them: `到达现场`, `a technician is on site`."""
        return self.either([self.pick(said(k).zh_deed, said(k).en_deed) for k in kinds])

    def role(self, role: str) -> str:
        """A role of the vocabulary."""
        return self.look_up(ROLES, role)

    def day(self, day: str) -> str:
        """`06-30`: `6月30日`, `30 June`."""
        month, number = int(day[:2]), int(day[3:])
        return self.pick(f"{month}月{number}日", f"{number} {lexicon.EN_MONTHS[month % 13]}")

    def action(self, text: str) -> str:
        """A late action: `通知服务经理`, `notify the service manager`."""
        action = phrases.action(text)
        if action is None:
            return text
        return self.say(VERBS[action.verb]).replace("{role}", self.role(action.role or ""))

    def warning(self, text: str) -> str:
        """When a warning comes: `时限过半`, `30 minutes before the end`."""
        warning = phrases.warning(text)
        if warning is None:
            return text
        if warning.before:
            before = self.length(warning.before)
            return self.pick(f"到期前{before}", f"{before} before the end")
        return self.pick(f"用时达{warning.percent}%", f"at {warning.percent}% of the time")

    def price(self, price: str | Rate) -> str:
        """A price: `免费`, `free`, `每小时不超过10元`."""
        if isinstance(price, Rate):
            return self._rate(price)
        return self.look_up(lexicon.PRICES, price)

    def _rate(self, rate: Rate) -> str:
        amount, _, per = rate.rate.partition("/")
        number, currency = amount.split(" ")
        money = f"{number}元" if self.zh and currency == "CNY" else f"{number} {currency}"
        if self.zh:
            return f"每{lexicon.PER[per].zh}{lexicon.LIMITS[rate.is_].zh}{money}"
        return f"{lexicon.LIMITS[rate.is_].en}{money} per {lexicon.PER[per].en}".strip()

    # conditions

    def value(self, fact: str, value: str) -> str:
        """A value of a fact: from the plan itself, or from the vocabulary."""
        if fact in OF_THE_PLAN:
            own = getattr(self.plan, OF_THE_PLAN[fact]).get(value)
            title = getattr(own, "title", own)
            return self.say(title) if isinstance(title, Words) else value
        return self.look_up(VALUES.get(fact, {}), value)

    def condition(self, fact: str, values: Sequence[str]) -> str:
        """One condition: `需上门`, `handled by a visit`."""
        chosen = [value for value in values if phrases.excluded(value) is None]
        out = [bare for value in values if (bare := phrases.excluded(value)) is not None]
        said = [
            self._template(fact, positive).replace("{v}", self.either(self._values(fact, listed)))
            for positive, listed in ((True, chosen), (False, out))
            if listed
        ]
        return self.clauses(said)

    def _values(self, fact: str, values: Iterable[str]) -> list[str]:
        return [self.value(fact, value) for value in values]

    def _template(self, fact: str, positive: bool) -> str:
        if fact in lexicon.CONDITIONS:
            is_so, is_not = lexicon.CONDITIONS[fact]
            return self.say(is_so if positive else is_not)
        name = self.look_up(FACTS, fact)
        if positive:
            return self.pick(name + "为{v}", f"when the {name} is {{v}}")
        return self.pick(name + "不是{v}", f"unless the {name} is {{v}}")

    def service(self, when: Mapping[str, Sequence[str]]) -> str:
        """The line of business a part of the plan belongs to; empty when it is for all."""
        values = when.get("service", ())
        plain = all(phrases.excluded(value) is None for value in values)
        return self.both(self._values("service", values)) if plain else ""

    def besides(self, when: Mapping[str, Sequence[str]]) -> list[str]:
        """The conditions without the line of business, which stands above."""
        named = bool(self.service(when))
        return self.conditions({k: v for k, v in when.items() if not (named and k == "service")})

    def conditions(self, when: Mapping[str, Sequence[str]]) -> list[str]:
        """All conditions, one text each."""
        return [said for fact, values in when.items() if (said := self.condition(fact, values))]
