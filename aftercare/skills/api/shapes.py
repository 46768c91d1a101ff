"""What goes in and out of the API of skills and certificates."""

from typing import Annotated, Any, Literal

from django.utils.translation import gettext_noop as N_
from pydantic import Field

from aftercare.kit import http
from aftercare.skills.models import Certificate, Skill
from aftercare.skills.rules import How, Standing

Code = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]+$", max_length=40, examples=["low-voltage"])]
Title = Annotated[str, Field(max_length=80)]
Words = Annotated[list[http.Word], Field(max_length=100)]
Issuer = Annotated[str, Field(max_length=120, examples=["应急管理局"])]


class SkillShape(http.Shape):
    """Something one must be able to do, or be allowed to do."""

    id: int = Field(examples=[3])
    reference: str = Field(examples=["skill/3"])
    code: str = Field(examples=["low-voltage"])
    title_zh: str = Field(examples=["低压电工作业"])
    title_en: str = Field(examples=["Low-voltage work"])
    needs_certificate: bool = Field(
        examples=[True], description=N_("Without a valid one nobody is sent.")
    )
    for_everything: bool = Field(examples=[False], description=N_("Every case asks for it."))
    product_classes: list[str] = Field(examples=[["hvac"]])
    product_models: list[str] = Field(examples=[["CH-300"]])
    causes: list[str] = Field(examples=[["installation"]])
    retired: bool = Field(examples=[False], description=N_("Not asked for any more."))
    revision: int = Field(examples=[1])


class SkillFields(http.Shape):
    """What can be said about a skill; where products and causes are named, both must fit."""

    code: Code = Field("", min_length=1, examples=["low-voltage"])
    title_zh: Title = Field("", min_length=1, examples=["低压电工作业"])
    title_en: Title = Field("", examples=["Low-voltage work"])
    needs_certificate: http.Flag = True
    for_everything: http.Flag = False
    product_classes: Words = Field([], examples=[["hvac"]])
    product_models: Words = Field([], examples=[[]])
    causes: Words = Field([], examples=[[]])
    retired: http.Flag = False


class NewSkill(SkillFields):
    """A skill that has no name yet."""

    code: Code = Field(min_length=1, examples=["low-voltage"])
    title_zh: Title = Field(min_length=1, examples=["低压电工作业"])


class CertificateShape(http.Shape):
    """The paper that says somebody has a skill."""

    id: int = Field(examples=[5])
    reference: str = Field(examples=["certificate/5"])
    person: http.Named
    skill: http.Named
    number: str = Field(examples=["T110108"])
    issuer: str = Field(examples=["应急管理局"])
    issued_on: http.Day | None
    valid_from: http.Day
    valid_until: http.Day | None = Field(description=N_("The last valid day; none without end."))
    standing: How = Field(examples=["valid"], description=N_("How it stands today."))
    renews: int | None = Field(examples=[None], description=N_("The one it comes after."))
    withdrawn_on: http.Day | None
    withdrawn_reason: str = Field(examples=[""])
    revision: int = Field(examples=[1])


class CertificateFilters(http.Paging):
    """Filters of the list of certificates."""

    state: Literal["valid", "expiring", "expired", "withdrawn"] | None = Field(
        None, description=N_("Only those that stand so today; expiring: within 30 days.")
    )
    person: http.Key | None = Field(None, description=N_("Only of this person."))
    skill: http.Key | None = Field(None, description=N_("Only of this skill."))


class PaperFields(http.Shape):
    """What stands on a certificate."""

    number: http.Word = Field("", examples=["T110108"])
    issuer: Issuer = ""
    issued_on: http.Day | None = None
    valid_from: http.Day
    valid_until: http.Day | None = Field(None, description=N_("The last valid day."))


class NewCertificate(PaperFields):
    """A certificate of somebody."""

    person: http.Id
    skill: http.Id


class CertificateChanges(http.Shape):
    """What was entered wrong; what is left out stays."""

    number: http.Word = Field("", examples=["T110108"])
    issuer: Issuer = ""
    issued_on: http.Day | None = None
    valid_from: http.Day | None = Field(None, description=N_("Never none."))
    valid_until: http.Day | None = None


class Withdrawal(http.Shape):
    """Why a certificate does not hold any more."""

    reason: http.Line = Field(min_length=1, examples=["…"])


def skill_item(skill: Skill) -> dict[str, Any]:
    """A skill as JSON."""
    return {name: getattr(skill, name) for name in SkillShape.model_fields}


def certificate_item(one: Certificate, standing: Standing) -> dict[str, Any]:
    """A certificate as JSON, with how it stands."""
    plain = ("id", "reference", "number", "issuer", "issued_on", "valid_from", "valid_until",
             "withdrawn_on", "withdrawn_reason", "revision")  # fmt: skip
    return {
        **{name: getattr(one, name) for name in plain},
        "person": {"id": one.person_id, "name": one.person.name},
        "skill": {"id": one.skill_id, "name": one.skill.title},
        "standing": standing.how.value,
        "renews": one.renews_id,
    }
