"""Organisations, departments and persons."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from aftercare.kit.models import Revised
from aftercare.people.roles import Power, Role, may


class OrganisationKind(models.TextChoices):
    """What an organisation is to us."""

    COMPANY = "company", _("own company")
    CUSTOMER = "customer", _("customer")
    HOUSEHOLD = "household", _("household")
    DEALER = "dealer", _("dealer or service unit")
    SUPPLIER = "supplier", _("supplier")
    AUTHORITY = "authority", _("authority")


STANDINGS = [("normal", _("normal")), ("key", _("key customer"))]


class Organisation(Revised):
    """A company, customer, household, dealer, supplier or authority; consumer law knows
    households."""

    kind = models.CharField(max_length=12, choices=OrganisationKind.choices)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    standing = models.CharField(max_length=8, default="normal", choices=STANDINGS)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "name", "id"], name="organisation_list"),
            models.Index(fields=["name", "id"], name="organisation_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A part of an organisation that work is handed to."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="departments"
    )
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="department_once")
        ]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Finds persons by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


class Person(AbstractBaseUser, Revised):
    """Somebody: staff, dealer, customer. Without a `username` a person cannot sign in.

    `session_round` counts up to end every session there is of this person, known or not.
    """

    username = models.CharField(max_length=60, unique=True, null=True, blank=True)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=16, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    superior = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    wechat = models.CharField(max_length=64, blank=True)  # openid, or the user id of WeCom
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    session_round = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]
    objects = PersonManager()

    class Meta:
        indexes = [
            models.Index(fields=["role", "id"], name="person_of_role"),
            models.Index(fields=["name", "id"], name="person_by_name"),
            models.Index(Lower("email"), name="person_by_email"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"person/{self.pk}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry to be believed: it changes with the password and the round."""
        salt = "aftercare.people.models.Person.get_session_auth_hash"
        value = f"{self.password}:{self.session_round}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    def may(self, power: str) -> bool:
        """Whether this person's role has a power."""
        return may(self.role, power)

    @property
    def handles_every_case(self) -> bool:
        """Whether they register and move cases, whosever they are: our own people at the desk."""
        return self.may(Power.HANDLE_CASES) and self.may(Power.SEE_ALL_CASES)
