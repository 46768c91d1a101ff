"""The clause catalogue: what the fifteen source plans ask for, clause by clause."""

from aftercare.plans.catalogue.areas import AREAS, KINDS
from aftercare.plans.catalogue.clauses import Clause, clauses, of_plan

__all__ = ["AREAS", "KINDS", "Clause", "clauses", "of_plan"]
