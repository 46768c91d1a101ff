"""The number that a plan publishes reaches the customer: on the page of the unit, and on that of a
report that is followed by its private link, without an account."""

import pytest
from django.test import Client

from aftercare.people.tests.test_pages import signed_in
from tests.plugins.api import Api
from tests.stories.telling import Deal

pytestmark = pytest.mark.django_db
HOTLINE = "400-800-1234"


@pytest.mark.parametrize(
    ("plan", "service", "role", "title"),
    [
        pytest.param("p07", "hospital-software", "agent", "服务热线",
                     marks=pytest.mark.clause("P07-46")),
        pytest.param("p07", "doors", "project-manager", "专职项目经理",
                     marks=pytest.mark.clause("P07-19")),
        pytest.param("p10", "", "project-manager", "专职项目经理",
                     marks=pytest.mark.clause("P10-19")),
        pytest.param("p12", "", "project-manager", "专职项目经理",
                     marks=pytest.mark.clause("P12-19")),
        pytest.param("p09", "heaters", "dealer", "当地代理服务电话",
                     marks=pytest.mark.clause("P09-07")),
        pytest.param("p09", "equipment", "agent", "本市售后服务电话",
                     marks=pytest.mark.clause("P09-45")),
        pytest.param("p11", "", "agent", "承诺书上印明的售后服务电话",
                     marks=pytest.mark.clause("P11-06")),
        pytest.param("p15", "", "agent", "客户服务中心",
                     marks=pytest.mark.clause("P15-06")),
    ],
)  # fmt: skip
def test_the_published_number_stands_where_the_customer_looks(
    api: Api, plan: str, service: str, role: str, title: str
) -> None:
    deal = Deal(api, plan, service=service)
    named(deal, role, HOTLINE)
    named(deal, "finance", "13900000999")  # nobody whom the plan promises to name
    customer = signed_in(api.cast, "customer")
    unit = customer.get(f"/my/units/{deal.unit.pk}").content.decode()
    case = deal.reported("不工作")
    link = api.post(f"/cases/{case.number}/link")["link"]
    follower = Client()
    report = follower.get("/" + link.split("/", 3)[3], follow=True).content.decode()
    for page in (unit, report):
        assert title in page
        assert f'href="tel:{HOTLINE}"' in page
        assert "13900000999" not in page


def named(deal: Deal, role: str, phone: str) -> None:
    body = {"role": role, "name": "服务中心", "phone": phone}
    deal.api.post(f"/agreements/{deal.agreement.pk}/contacts", body, by="manager")
