"""The pages: one's own account, and keeping organisations and persons."""

from aftercare.people.views.account import (
    DEMO_PASSWORD,
    SignIn,
    SignOut,
    choose,
    password,
    profile,
)
from aftercare.people.views.keeping import (
    add_department,
    add_organisation,
    add_person,
    change_organisation,
    change_person,
    organisation,
    organisation_options,
    organisations,
    people,
    person_options,
    set_password,
)

__all__ = [
    "DEMO_PASSWORD",
    "SignIn",
    "SignOut",
    "add_department",
    "add_organisation",
    "add_person",
    "change_organisation",
    "change_person",
    "choose",
    "organisation",
    "organisation_options",
    "organisations",
    "password",
    "people",
    "person_options",
    "profile",
    "set_password",
]
