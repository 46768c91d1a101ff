"""What ids and codes of plans mean, in the reader's language."""

from django import template
from django.utils.translation import gettext as _

from aftercare.plans import queries
from aftercare.plans.catalogue import clauses
from aftercare.plans.models import Agreement, PlanVersion
from aftercare.plans.reading import language

register = template.Library()


@register.filter
def asked(clause_id: str) -> str:
    """What a clause of the catalogue asks for; empty for a clause that the catalogue lacks."""
    clause = clauses().get(clause_id)
    return clause.said(language()) if clause else ""


@register.filter
def titled(version: PlanVersion) -> str:
    """A version of a plan as a person names it."""
    title = version.title_zh if language() == "zh" else version.title_en
    return f"{title} · " + _("version %(number)s") % {"number": version.number}


@register.filter
def service_title(agreement: Agreement) -> str:
    """The part of the plan that an agreement is about."""
    service = queries.document(agreement.plan_version).services.get(agreement.service)
    return str(getattr(service.title, language())) if service else agreement.service
