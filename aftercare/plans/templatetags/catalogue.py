"""What a clause of the catalogue asks for, where a template has its id."""

from django import template

from aftercare.plans.catalogue import clauses
from aftercare.plans.reading import language

register = template.Library()


@register.filter
def asked(clause_id: str) -> str:
    """The clause in the reader's language; empty for a clause that the catalogue lacks."""
    clause = clauses().get(clause_id)
    return clause.said(language()) if clause else ""
