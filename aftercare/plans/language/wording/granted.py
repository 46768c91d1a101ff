"""Warranty terms, exclusions and remedies in words."""

from aftercare.kit.durations import Duration
from aftercare.plans.language.document import AfterExpiry, Covers, Exclusion, Remedy, Term
from aftercare.plans.language.wording import lexicon
from aftercare.plans.language.wording.rows import ExclusionRow, RemedyRow, TermRow
from aftercare.plans.language.wording.speech import Speech
from aftercare.plans.language.wording.timed import offers

__all__ = ["after_expiry_row", "exclusion_row", "remedy_row", "term_row"]

ALL_LINES = 3


def term_row(speech: Speech, index: int) -> TermRow:
    """One warranty term, in words."""
    term = speech.plan.warranty[index]
    covers = _covers(speech, term.covers)
    length = _length(speech, term, "warranty", index)
    remedies = offers(speech, term.remedies)
    text = [
        speech.groups([_lasting(speech, term, length), _otherwise(speech, term)]),
        _missing(speech, term),
        _scope(speech, covers),
        _given(speech, remedies),
    ]
    return TermRow(
        key=term.name,
        title=speech.say(term.title) if term.title else term.name,
        clauses=tuple(term.clauses),
        note=speech.note(term.note),
        text=speech.sentences(text),
        covers=tuple(covers),
        length=length,
        start=speech.event(term.starts),
        remedies=tuple(remedies),
        is_default=speech.plan.is_default("warranty", index),
        service=speech.service({"service": term.covers.service}),
    )


def _length(speech: Speech, term: Term | AfterExpiry, section: str, index: int) -> str:
    if isinstance(term.length, Duration):
        return speech.labelled(speech.length(term.length), section, index, "length")
    return speech.labelled(speech.say(lexicon.LENGTHS[term.length]), section, index, "length")


def _lasting(speech: Speech, term: Term, length: str) -> str:
    start = speech.event(term.starts)
    lasting = f"保修期{length}" if isinstance(term.length, Duration) else f"{length}保修"
    return speech.pick(f"{lasting}，自{start}之日起算", f"{length}, counted from {start}")


def _otherwise(speech: Speech, term: Term) -> str:
    if not term.starts_otherwise:
        return ""
    events = [speech.event(kind) for kind in term.starts_otherwise]
    if len(events) == 1:
        zh = f"无此记录的，自{events[0]}之日起算"
        return speech.pick(zh, f"where that is not on record it counts from {events[0]}")
    zh, en = "、".join(events), ", then ".join(events)
    return speech.pick(
        f"无此记录的，依次以{zh}之日为准", f"where that is not on record it counts from {en}"
    )


def _missing(speech: Speech, term: Term) -> str:
    if term.missing_papers is None:
        return ""
    event = speech.event(term.missing_papers)
    return speech.pick(f"凭证缺失的，自{event}之日起算", f"without papers it counts from {event}")


def _covers(speech: Speech, covers: Covers) -> list[str]:
    facts = {"service": covers.service, "component": covers.component, "cause": covers.cause}
    said = speech.besides({fact: values for fact, values in facts.items() if values})
    if len(set(covers.lines)) < ALL_LINES:
        lines = speech.both(speech.say(lexicon.LINES[line]) for line in covers.lines)
        said.append(speech.pick(f"仅限{lines}", f"{lines} only"))
    return said


def _scope(speech: Speech, covers: list[str]) -> str:
    said = speech.clauses(covers)
    return speech.pick(f"范围：{said}", f"scope: {said}") if said else ""


def _given(speech: Speech, remedies: list[str]) -> str:
    listed = speech.either(remedies)
    return speech.pick(f"服务方式：{listed}", f"given: {listed}") if listed else ""


def after_expiry_row(speech: Speech, index: int) -> TermRow:
    """What is still served after the warranty, in words."""
    after = speech.plan.after_expiry[index]
    covers, remedies = _covers(speech, after.covers), offers(speech, after.remedies)
    length = _length(speech, after, "after_expiry", index)
    needs = speech.event(after.needs) if after.needs else ""
    text = [
        speech.pick(f"保修期满后，{length}有效", f"after the warranty, {length}"),
        speech.pick(f"以{needs}为前提", f"condition: {needs}") if needs else "",
        _scope(speech, covers),
        _given(speech, remedies),
    ]
    return TermRow(
        key=after.name,
        title=speech.say(after.title) if after.title else after.name,
        clauses=tuple(after.clauses),
        note=speech.note(after.note),
        text=speech.sentences(text),
        covers=tuple(covers),
        length=length,
        start=needs,
        remedies=tuple(remedies),
        is_default=speech.plan.is_default("after_expiry", index),
        service=speech.service({"service": after.covers.service}),
    )


def exclusion_row(speech: Speech, exclusion: Exclusion) -> ExclusionRow:
    """One exclusion, in words."""
    causes = [speech.value("cause", cause) for cause in exclusion.cause]
    conditions = speech.conditions(exclusion.when)
    outcome = speech.say(lexicon.OUTCOMES[exclusion.then])
    cause = speech.condition("cause", exclusion.cause) if exclusion.cause else ""
    said = speech.clauses([*speech.besides(exclusion.when), cause])
    text = speech.pick(f"{said}的，{outcome}", f"{said}: {outcome}") if said else outcome
    return ExclusionRow(
        key=exclusion.name,
        title=speech.say(exclusion.title) if exclusion.title else exclusion.name,
        clauses=tuple(exclusion.clauses),
        note=speech.note(exclusion.note),
        text=speech.sentence(text),
        causes=tuple(causes),
        conditions=tuple(conditions),
        outcome=outcome,
        service=speech.service(exclusion.when),
    )


def remedy_row(speech: Speech, index: int) -> RemedyRow:
    """One choice the customer gets, in words."""
    remedy = speech.plan.remedies[index]
    trigger = speech.clauses([*speech.besides(remedy.when), *_triggers(speech, remedy, index)])
    during = speech.say(lexicon.PHASES[remedy.during])
    listed = offers(speech, remedy.offer)
    chosen = speech.either(listed)
    said_free = speech.pick("免费", "free") in chosen
    free = speech.pick("（免费）", ", free of charge") if remedy.free and not said_free else ""
    choose = speech.pick("客户可选择", "the customer chooses ")
    given = choose if len(listed) > 1 else speech.pick("客户可获得：", "the customer gets: ")
    text = speech.pick(
        speech.clauses([during, f"{trigger}的" if trigger else "", f"{given}{chosen}{free}"]),
        f"{speech.clauses([during, trigger])}: {given}{chosen}{free}",
    )
    return RemedyRow(
        key=remedy.name,
        title=speech.say(remedy.title) if remedy.title else remedy.name,
        clauses=tuple(remedy.clauses),
        note=speech.note(remedy.note),
        text=speech.sentence(text),
        trigger=trigger,
        during=during,
        offers=tuple(listed),
        is_default=speech.plan.is_default("remedies", index),
        service=speech.service(remedy.when),
    )


def _triggers(speech: Speech, remedy: Remedy, index: int) -> list[str]:
    said = []
    if remedy.same_fault_repaired:
        count = remedy.same_fault_repaired
        said.append(
            speech.pick(
                f"同一故障修理{count}次仍不能正常使用",
                f"the same fault repaired {count} times and still not usable",
            )
        )
    if remedy.repair_days:
        days = remedy.repair_days
        said.append(speech.pick(f"累计修理超过{days}天", f"more than {days} days under repair"))
    if remedy.late:
        said.append(_late(speech, remedy.late))
    if remedy.within:
        said.append(_window(speech, remedy, index))
    return said


def _late(speech: Speech, key: str) -> str:
    promise = speech.plan.promises.get(key)
    title = speech.quoted(speech.say(promise.title) if promise and promise.title else key)
    return speech.pick(f"承诺{title}未按时兑现", f"when the promise {title} is not kept in time")


def _window(speech: Speech, remedy: Remedy, index: int) -> str:
    length = speech.length(remedy.within) if remedy.within else ""
    within = speech.labelled(length, "remedies", index, "within")
    start = speech.event(remedy.from_) if remedy.from_ else ""
    return speech.pick(f"自{start}起{within}内", f"within {within} of {start}")
