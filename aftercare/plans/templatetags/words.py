"""What ids and codes of plans mean, in the reader's language."""

from django import template

from aftercare.plans.catalogue import clauses
from aftercare.plans.language.vocabulary import ROLES
from aftercare.plans.reading import language

register = template.Library()


@register.filter
def asked(clause_id: str) -> str:
    """What a clause of the catalogue asks for; empty for a clause that the catalogue lacks."""
    clause = clauses().get(clause_id)
    return clause.said(language()) if clause else ""


@register.filter
def role(name: str) -> str:
    """A role in which somebody is named to the customer; a name of one's own stays as it is."""
    word = ROLES.get(name)
    return getattr(word, language()) if word else name
