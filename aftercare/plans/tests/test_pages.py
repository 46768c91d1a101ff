"""Pages of plans and agreements: what each role sees, does, and is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from aftercare.catalog.models import ProductModel, Project, Site, Unit
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.plans import actions as plans
from aftercare.plans.models import Agreement, PlanVersion
from aftercare.promises.models import Commitment
from aftercare.promises.tests.rules.stories import PLAN
from aftercare.web.demo.cast import Cast

NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    return plans.load_plan(PLAN, name="sample.yaml", by=SYSTEM, at=NOW)


@pytest.fixture
def agreement(cast: Cast, version: PlanVersion) -> Agreement:
    customer = cast.organisations["customer"]
    project = Project.objects.create(
        number="P1", name="和平大厦", customer=customer, began_on=NOW.date() - timedelta(days=400)
    )
    return plans.make_agreement(
        version, number="A1", title="和平大厦协议", customer=customer, covers=[project],
        signed_on=NOW.date(), by=SYSTEM, at=NOW,
    )  # fmt: skip


def sign_in(client: Client, cast: Cast, username: str) -> None:
    client.force_login(cast[username])


def test_a_plan_reads_as_a_table_of_promises(
    client: Client, cast: Cast, version: PlanVersion
) -> None:
    sign_in(client, cast, "author")
    page = client.get(f"/plans/{version.plan}/{version.number}").content.decode()
    assert page.count('id="promise-fix"') == 1
    assert "4" in page.split('id="promise-fix"')[1].split("</tr>")[0]


def test_faults_are_shown_with_their_line_and_nothing_is_loaded(client: Client, cast: Cast) -> None:
    sign_in(client, cast, "author")
    broken = PLAN.replace("until: case.answered", "until: case.answerd")
    answer = client.post("/plans/new", {"source": broken})
    line = 1 + broken.splitlines().index(
        next(one for one in broken.splitlines() if "case.answerd" in one)
    )
    assert answer.status_code == 200
    assert f"第 {line} 行" in answer.content.decode()
    assert "case.answered" in answer.content.decode()
    assert PlanVersion.objects.count() == 0


def test_an_author_loads_a_plan_once(client: Client, cast: Cast) -> None:
    sign_in(client, cast, "author")
    for _ in range(2):
        answer = client.post("/plans/new", {"source": PLAN})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/plans/sample/1")
    assert PlanVersion.objects.count() == 1


@pytest.mark.parametrize("username", ["agent", "technician", "finance", "customer", "dealer"])
def test_others_do_not_load_plans(client: Client, cast: Cast, username: str) -> None:
    sign_in(client, cast, username)
    assert client.post("/plans/new", {"source": PLAN}).status_code == 403
    assert PlanVersion.objects.count() == 0


@pytest.mark.parametrize(
    ("username", "status"),
    [("agent", 200), ("manager", 200), ("customer", 200), ("customer2", 404), ("dealer", 404)],
)
def test_an_agreement_is_shown_to_those_it_concerns(
    client: Client, cast: Cast, agreement: Agreement, username: str, status: int
) -> None:
    sign_in(client, cast, username)
    plan = agreement.plan_version
    assert client.get("/agreements/A1").status_code == status
    assert client.get(f"/plans/{plan.plan}/{plan.number}").status_code == status
    assert client.get("/commitments/of/A1").status_code == status


def test_an_acceptance_with_both_signatures_starts_what_depends_on_it(
    client: Client, cast: Cast, agreement: Agreement
) -> None:
    sign_in(client, cast, "agent")
    subject = Project.objects.get().reference
    given = {"subject": subject, "kind": "acceptance.signed", "occurred_at": "2026-11-02T10:00"}
    client.post("/agreements/A1/milestones", {**given, "company_signed_on": "2026-11-01"})
    assert Commitment.objects.count() == 0
    client.post("/agreements/A1/milestones", {**given, "customer_signed_on": "2026-11-02"})
    started = Commitment.objects.filter(promise="training").values_list("started_at", flat=True)
    assert list(started) == [datetime(2026, 11, 1, 16, 0, tzinfo=UTC)]
    page = client.get("/agreements/A1").content.decode()
    assert [words in page for words in ("我方签字日期", "客户签字日期")] == [True, True]


def test_a_wrong_date_is_corrected_on_its_page_with_a_reason(
    client: Client, cast: Cast, agreement: Agreement
) -> None:
    sign_in(client, cast, "agent")
    given = {"subject": Project.objects.get().reference, "kind": "acceptance.signed",
             "occurred_at": "2026-11-02T10:00", "company_signed_on": "2026-11-01",
             "customer_signed_on": "2026-11-02"}  # fmt: skip
    client.post("/agreements/A1/milestones", given)
    address = f"/agreements/A1/milestones/{Event.objects.get(kind='acceptance.signed').sequence}"
    assert address in client.get("/agreements/A1").content.decode()
    form = client.get(address).content.decode()
    assert 'value="2026-11-02"' in form
    right = {"occurred_at": "2026-11-05T10:00", "company_signed_on": "2026-11-05",
             "customer_signed_on": "2026-11-05"}  # fmt: skip
    assert client.post(address, right).status_code == 422
    assert client.post(address, {**right, "reason": "日期抄错"}).status_code == 302
    started = Commitment.objects.filter(promise="training").values_list("started_at", flat=True)
    assert list(started) == [datetime(2026, 11, 4, 16, 0, tzinfo=UTC)]
    page = client.get("/agreements/A1").content.decode()
    assert page.count("日期抄错") == 1
    sign_in(client, cast, "manager")
    assert "日期抄错" in client.get(f"/commitments/{Commitment.objects.get(promise='training').pk}"
                                ).content.decode()  # fmt: skip
    sign_in(client, cast, "customer")
    assert client.get(address).status_code == 403
    sign_in(client, cast, "customer2")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("moment", "words"), [("2030-01-01T10:00", "在将来"), ("2020-01-01T10:00", "早于")]
)
def test_a_milestone_from_the_future_or_before_the_project_is_refused(
    client: Client, cast: Cast, agreement: Agreement, moment: str, words: str
) -> None:
    sign_in(client, cast, "agent")
    subject = Project.objects.get().reference
    given = {"subject": subject, "kind": "acceptance.signed", "customer_signed_on": "2026-11-02"}
    answer = client.post("/agreements/A1/milestones", {**given, "occurred_at": moment})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Event.objects.filter(kind="acceptance.signed").exists()


def test_moving_to_another_version_needs_a_reason_and_the_latest_view(
    client: Client, cast: Cast, agreement: Agreement
) -> None:
    newer = plans.load_plan(PLAN.replace("2 days", "3 days"), name="s.yaml", by=SYSTEM, at=NOW)
    sign_in(client, cast, "manager")
    given = {"to": newer.pk, "revision": agreement.revision}
    assert client.post("/agreements/A1/move", {**given, "reason": ""}).status_code == 422
    assert client.post("/agreements/A1/move", {**given, "reason": "续签"}).status_code == 302
    agreement.refresh_from_db()
    assert agreement.plan_version == newer
    stale = client.post("/agreements/A1/move", {**given, "to": newer.pk, "reason": "再次"})
    assert stale.status_code == 422


def test_an_agreement_is_made_on_a_page_first_whose_and_then_for_what(
    client: Client, cast: Cast, version: PlanVersion
) -> None:
    customer = cast.organisations["customer"]
    project = Project.objects.create(number="P2", name="二期", customer=customer)
    site = Site.objects.create(customer=customer, name="厂区", address="一号路", place="北京市")
    model = ProductModel.objects.create(code="M1", name="泵")
    unit = Unit.objects.create(serial="SN-7", model=model, customer=customer)
    sign_in(client, cast, "manager")
    address = client.post("/make-agreement", {"customer": customer.pk}).headers["Location"]
    assert address == f"/make-agreement?customer={customer.pk}"
    assert "二期" in client.get(address).content.decode()
    given = {
        "number": "HT/2026/9", "title": "二期协议", "plan_version": version.pk,
        "signed_on": "2026-11-01", "projects": [project.pk], "sites": [site.pk],
        "serials": "SN-7\n\nSN-7", "role1": "project-manager", "name1": "赵勇", "phone1": "139",
    }  # fmt: skip
    made = client.post(address, given)
    assert (made.status_code, made.headers["Location"]) == (302, "/agreements/HT/2026/9")
    agreement = Agreement.objects.get(number="HT/2026/9")
    assert agreement.plan_version == version
    things = [one.project or one.site or one.unit for one in agreement.covers.order_by("id")]
    assert things == [project, site, unit]
    page = client.get("/agreements/HT/2026/9").content.decode()
    assert [word in page for word in ("项目经理", "赵勇", "SN-7")] == [True] * 3
    assert client.get("/commitments/of/HT/2026/9").status_code == 200
    assert client.post(address, given).status_code == 422  # the number is taken


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"serials": "SN-9"}, "SN-9"),
        ({"ends_on": "2020-01-01"}, "早于"),
        ({"name1": "赵勇"}, "角色"),
        ({"projects": ["999"]}, "999"),
        ({"plan_version": "999"}, "有效"),
    ],
)
def test_each_mistake_of_an_agreement_is_said_and_nothing_is_made(
    client: Client, cast: Cast, version: PlanVersion, change: dict[str, object], words: str
) -> None:
    customer = cast.organisations["customer"]
    Project.objects.create(number="P2", name="二期", customer=customer)
    sign_in(client, cast, "manager")
    given = {"number": "X", "title": "X", "plan_version": version.pk, "signed_on": "2026-11-01"}
    answer = client.post(f"/make-agreement?customer={customer.pk}", {**given, **change})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Agreement.objects.count() == 0


@pytest.mark.parametrize("username", ["technician", "customer", "dealer"])
def test_others_do_not_make_agreements(
    client: Client, cast: Cast, version: PlanVersion, username: str
) -> None:
    sign_in(client, cast, username)
    customer = cast.organisations["customer"]
    assert client.get(f"/make-agreement?customer={customer.pk}").status_code == 403


def test_the_list_of_agreements_costs_the_same_for_one_and_for_three(
    client: Client, cast: Cast, agreement: Agreement, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    sign_in(client, cast, "manager")
    client.get("/agreements")
    with CaptureQueriesContext(connection) as one:
        client.get("/agreements")
    for number in ("A2", "A3"):
        plans.make_agreement(
            agreement.plan_version, number=number, title=number, customer=agreement.customer,
            covers=[], signed_on=NOW.date(), by=SYSTEM, at=NOW,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as three:
        client.get("/agreements")
    assert len(three) == len(one)


def test_a_difference_is_told_in_words(client: Client, cast: Cast, agreement: Agreement) -> None:
    plans.load_plan(PLAN.replace("within: 30 min", "within: 20 min"), name="s", by=SYSTEM, at=NOW)
    sign_in(client, cast, "author")
    page = client.get("/plans/sample/2/since/1").content.decode()
    assert ("30" in page, "20" in page, "更严格" in page) == (True, True, True)


def test_a_customer_sees_only_the_versions_its_agreements_follow(
    client: Client, cast: Cast, agreement: Agreement
) -> None:
    plans.load_plan(PLAN.replace("2 days", "3 days"), name="s.yaml", by=SYSTEM, at=NOW)
    seen = {}
    for username in ("customer", "author"):
        sign_in(client, cast, username)
        seen[username] = client.get("/plans/sample/1").content.decode().count("/plans/sample/2")
    assert seen == {"customer": 0, "author": 1}
