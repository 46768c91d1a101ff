"""Clauses in the reader's words."""

from django import template

from aftercare.plans.catalogue import clauses
from aftercare.plans.reading import language

register = template.Library()


@register.filter
def clause_words(id: str) -> str:
    """What a clause asks for: its rule in English, the words of the trade for it in Chinese."""
    clause = clauses().get(id)
    if clause is None:
        return ""
    return "、".join(clause.terms) if language() == "zh" else clause.rule
