"""The pages of skills and certificates."""

from aftercare.skills.views.keeping import (
    add_certificate,
    add_scan,
    add_skill,
    change_certificate,
    change_skill,
    renew_certificate,
    withdraw_certificate,
)
from aftercare.skills.views.looking import certificate, certificates, of_person, scan, skills

__all__ = [
    "add_certificate",
    "add_scan",
    "add_skill",
    "certificate",
    "certificates",
    "change_certificate",
    "change_skill",
    "of_person",
    "renew_certificate",
    "scan",
    "skills",
    "withdraw_certificate",
]
