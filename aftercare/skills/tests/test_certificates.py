"""Keeping certificates by page and API, who sees them, and telling of their end."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import Image

from aftercare.desk.tests.conftest import statements
from aftercare.kit.errors import NotAllowed, Refusal
from aftercare.kit.events import SYSTEM
from aftercare.kit.models import Event
from aftercare.promises.models import Alert
from aftercare.skills import actions, jobs, personal, queries
from aftercare.skills.models import Certificate, Reminder, Skill
from aftercare.skills.tests.conftest import START, certify, moment
from aftercare.web.demo.cast import Cast
from tests.plugins.api import Api

pytestmark = pytest.mark.django_db


def signed_in(cast: Cast, who: str, language: str = "zh-hans") -> Client:
    browser = Client()
    browser.force_login(cast[who])
    browser.cookies["django_language"] = language
    return browser


def picture() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "JPEG")
    return SimpleUploadedFile("赵勇的证.jpg", file.getvalue(), "image/jpeg")


def test_a_certificate_is_entered_shown_renewed_and_withdrawn_on_pages(
    api: Api, cast: Cast, cooling: Skill
) -> None:
    admin, technician = signed_in(cast, "admin"), signed_in(cast, "technician")
    given = {
        "person": cast["technician"].pk, "skill": cooling.pk, "number": "T110108",
        "issuer": "应急管理局", "issued_on": "2025-12-20", "valid_from": "2026-01-01",
        "valid_until": "2025-01-01", "scans": picture(),
    }  # fmt: skip
    wrong = admin.post("/certificates/add", given)
    assert wrong.status_code == 422
    assert "结束早于开始" in wrong.content.decode()
    right = {**given, "valid_until": "2026-06-30", "scans": picture()}
    answer = admin.post("/certificates/add", right)
    assert answer.status_code == 302, answer.content.decode()
    made = Certificate.objects.get()
    page = technician.get(answer.headers["Location"]).content.decode()
    assert "T110108" in page
    assert "应急管理局" in page
    scan = queries.scans_of(made).get()
    assert scan.name == "cooling.jpg"
    shown = technician.get(f"/certificates/{made.pk}/scans/{scan.pk}")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert "制冷作业" in technician.get("/certificates/").content.decode()
    own = f"/certificates/people/{cast['technician'].pk}"
    assert "制冷作业" in technician.get(f"{own}?part").content.decode()
    assert own in technician.get("/people/profile").content.decode()
    early = {"number": "T2", "valid_from": "2026-07-01", "valid_until": "2026-06-30"}
    refused = admin.post(f"/certificates/{made.pk}/renew", early)
    assert "必须晚于 2026-06-30" in refused.content.decode()
    later = {**early, "valid_until": "2027-06-30"}
    assert admin.post(f"/certificates/{made.pk}/renew", later).status_code == 302
    new = Certificate.objects.get(renews=made)
    assert admin.post(f"/certificates/{new.pk}/withdraw", {"reason": " "}).status_code == 422
    assert admin.post(f"/certificates/{new.pk}/withdraw", {"reason": "冒用"}).status_code == 302
    page = technician.get(f"/certificates/{new.pk}").content.decode()
    assert "冒用" in page
    assert "证书已于 2026-03-02 注销" in page
    kinds = [one.kind for one in Event.objects.filter(subject__startswith="certificate/")]
    assert kinds == ["certificate.added", "file.added", "certificate.added",
                     "certificate.renewed", "certificate.withdrawn"]  # fmt: skip
    assert "冒用" not in str(list(Event.objects.values_list("data", flat=True)))


def test_a_fake_scan_is_refused_and_nothing_half_done_stays(
    api: Api, cast: Cast, cooling: Skill
) -> None:
    bad = SimpleUploadedFile("a.jpg", b"MZ not a picture", "image/jpeg")
    given = {"person": cast["technician"].pk, "skill": cooling.pk, "valid_from": "2026-01-01"}
    answer = signed_in(cast, "admin").post("/certificates/add", {**given, "scans": bad})
    assert answer.status_code == 422
    assert not Certificate.objects.exists()
    scan = actions.Scan(io.BytesIO(b"MZ"), "a.jpg")
    with pytest.raises(Refusal) as refused:
        actions.add_certificate(
            cast["technician"], cooling, valid_from=date(2026, 1, 1), scan=scan, by=SYSTEM,
            at=START,
        )  # fmt: skip
    assert refused.value.field == "scans"
    assert not Certificate.objects.exists()
    assert not Event.objects.filter(kind="certificate.added").exists()


def test_skills_are_kept_on_pages(api: Api, cast: Cast) -> None:
    admin = signed_in(cast, "admin", "en")
    given = {"code": "gas", "title_zh": "燃气作业", "title_en": "Gas work",
             "needs_certificate": "on", "product_classes": "boiler，heater", "causes": ["product"],
             "product_models": "NO-1"}  # fmt: skip
    wrong = admin.post("/certificates/kinds/add", given)
    assert "There is no model NO-1." in wrong.content.decode()
    assert admin.post("/certificates/kinds/add", {**given, "product_models": ""}).status_code == 302
    skill = Skill.objects.get()
    assert (skill.product_classes, skill.causes) == (["boiler", "heater"], ["product"])
    twice = admin.post("/certificates/kinds/add", {**given, "product_models": ""})
    assert twice.status_code == 422
    changed = {**given, "product_models": "", "retired": "on", "revision": skill.revision}
    assert admin.post(f"/certificates/kinds/{skill.pk}/change", changed).status_code == 302
    page = signed_in(cast, "technician", "en").get("/certificates/kinds").content.decode()
    assert "Gas work" in page
    assert "not asked for any more" in page
    for who in ("manager", "dealer"):
        assert signed_in(cast, who).get("/certificates/kinds/add").status_code == 403


def test_everybody_sees_their_own_and_a_dealer_those_of_its_house(
    api: Api, cast: Cast, cooling: Skill
) -> None:
    own = certify(cast, cooling)
    theirs = certify(cast, cooling, "dealer")
    seen = {
        who: {one["id"] for one in api.get("/certificates", by=who)["items"]}
        for who in ("technician", "technician2", "dealer", "dealer2", "agent", "customer",
                    "manager", "inspector")
    }  # fmt: skip
    assert seen == {
        "technician": {own.pk}, "technician2": set(), "dealer": {theirs.pk}, "dealer2": set(),
        "agent": set(), "customer": set(), "manager": {own.pk, theirs.pk},
        "inspector": {own.pk, theirs.pk},
    }  # fmt: skip
    dealer = signed_in(cast, "dealer")
    assert dealer.get(f"/certificates/{own.pk}").status_code == 404
    assert dealer.post(f"/certificates/{own.pk}/withdraw", {"reason": "x"}).status_code == 404
    assert dealer.get(f"/certificates/people/{cast['technician'].pk}").status_code == 404
    assert dealer.get(f"/certificates/{theirs.pk}/change").status_code == 200
    assert signed_in(cast, "manager").get(f"/certificates/{own.pk}/change").status_code == 403
    body = {"person": cast["technician"].pk, "skill": cooling.pk, "valid_from": "2026-01-01"}
    api.post("/certificates", body, by="dealer", status=422)
    api.post("/certificates", {**body, "person": cast["dealer"].pk}, by="dealer", status=201)
    with pytest.raises(NotAllowed):
        actions.add_certificate(
            cast["technician"], cooling, valid_from=date(2026, 1, 1), by=cast["dealer"], at=START
        )
    links = signed_in(cast, "dealer").get(f"/people/organisations/{cast['dealer'].organisation_id}")
    assert f"/certificates/people/{cast['dealer'].pk}" in links.content.decode()


def test_by_api_a_certificate_is_kept_whole(api: Api, cast: Cast) -> None:
    skill = api.post("/skills", {"code": "lift", "title_zh": "电梯作业", "title_en": "Lift work"},
                     by="admin")  # fmt: skip
    assert (skill["needs_certificate"], skill["product_classes"]) == (True, [])
    api.patch(f"/skills/{skill['id']}", {"causes": ["wear"]}, by="admin")
    body = {"person": cast["technician"].pk, "skill": skill["id"], "number": "L1",
            "valid_from": "2026-01-01", "valid_until": "2026-03-31"}  # fmt: skip
    made = api.post("/certificates", body, by="admin")
    assert made["standing"] == "valid"
    api.post("/certificates", body, by="admin", status=422)
    path = f"/certificates/{made['id']}"
    assert api.at("2026-03-31 23:59").get(path)["standing"] == "valid"
    assert api.at("2026-04-01 00:00").get(path)["standing"] == "expired"
    listed = {state: [one["id"] for one in api.get(f"/certificates?state={state}")["items"]]
              for state in ("valid", "expiring", "expired", "withdrawn")}  # fmt: skip
    assert listed == {"valid": [], "expiring": [], "expired": [made["id"]], "withdrawn": []}
    changed = api.patch(path, {"valid_until": "2026-04-10", "number": "L2"}, by="admin")
    assert (changed["standing"], changed["number"], changed["revision"]) == ("valid", "L2", 3)
    assert [one["id"] for one in api.get("/certificates?state=expiring")["items"]] == [made["id"]]
    new = api.post(f"{path}/renew", {"valid_from": "2026-04-11", "valid_until": "2027-04-10"},
                   by="admin")  # fmt: skip
    assert (new["renews"], new["standing"]) == (made["id"], "later")
    assert api.get("/certificates?state=expiring")["items"] == []
    withdrawn = api.post(f"{path}/withdraw", {"reason": "x"}, by="admin")
    assert withdrawn["standing"] == "withdrawn"
    api.post(f"{path}/withdraw", {"reason": "x"}, by="admin", status=422)
    one = api.get(f"/certificates?skill={skill['id']}&person={cast['technician'].pk}")["items"]
    assert {row["id"] for row in one} == {made["id"], new["id"]}
    private = Event.objects.filter(kind="certificate.changed").values_list("data", flat=True)
    assert "L2" not in str(list(private))


def test_the_list_is_filtered_and_asks_the_same_with_one_row_and_with_many(
    api: Api, cast: Cast, cooling: Skill
) -> None:
    certify(cast, cooling, valid_until=date(2026, 3, 20))
    browser = signed_in(cast, "manager")
    browser.get("/certificates/?state=expiring")
    with statements() as for_one:
        browser.get("/certificates/?state=expiring")
    for place in range(60):
        until = date(2026, 3, 3) + timedelta(days=place % 20)
        certify(cast, cooling, "technician2", number=f"N-{place}", valid_until=until)
    certify(cast, cooling, "lead", number="Z-99", valid_until=None)
    with statements() as for_many:
        page = browser.get("/certificates/?state=expiring").content.decode()
    assert len(for_many) == len(for_one)
    assert "T-1" in page
    assert "N-19" in page
    assert "N-0<" not in page  # one of the same person and skill ends later
    assert "Z-99" not in browser.get("/certificates/?state=expired").content.decode()
    everything = browser.get("/certificates/").content.decode()
    assert everything.count('data-label="编号"') == 50
    only = browser.get("/certificates/?skill=cooling&state=valid").content.decode()
    assert "Z-99" in only
    none = browser.get("/certificates/?person=nobody").content.decode()
    assert "没有证书" in none


def test_thirty_and_seven_days_before_and_after_the_end_people_are_told_once(
    api: Api, cast: Cast, cooling: Skill
) -> None:
    paper = certify(cast, cooling)
    told: dict[str, int] = {}
    days = (
        "2026-05-30 23:55", "2026-05-31 00:00", "2026-05-31 09:00", "2026-06-22 09:00",
        "2026-06-23 00:05", "2026-06-30 23:55", "2026-07-01 00:00", "2026-07-02 09:00",
    )  # fmt: skip
    for day in days:
        told[day] = jobs.remind(moment(day))
    assert [day for day, count in told.items() if count] == [
        "2026-05-31 00:00", "2026-06-23 00:05", "2026-07-01 00:00"
    ]  # fmt: skip
    kinds = Event.objects.filter(subject=paper.reference).values_list("kind", flat=True)
    assert list(kinds.order_by("sequence")) == [
        "certificate.added", "certificate.expiring", "certificate.expiring-soon",
        "certificate.expired",
    ]  # fmt: skip
    people = {one.person.username for one in Alert.objects.filter(subject=paper.reference)}
    assert people == {"technician", "lead", "admin"}
    technician = signed_in(cast, "technician")
    page = technician.get("/alerts").content.decode()
    assert "证书将在 7 天内到期" in page
    assert "赵勇 · 制冷作业" in page
    alert = Alert.objects.filter(person=cast["technician"]).order_by("pk")[0]
    opened = technician.post(f"/alerts/{alert.pk}/open")
    assert opened.headers["Location"] == f"/certificates/{paper.pk}"


def test_a_clock_that_jumps_and_a_worker_that_was_away_repeat_and_swallow_nothing(
    cast: Cast, cooling: Skill
) -> None:
    certify(cast, cooling)
    assert actions.remind(moment("2026-08-01 00:00")) == 1  # a clock that was wrong for a while
    assert actions.remind(moment("2026-06-01 00:00")) == 1
    assert actions.remind(moment("2026-05-20 00:00")) == 0
    assert actions.remind(moment("2026-06-25 00:00")) == 1
    assert actions.remind(moment("2026-07-05 00:00")) == 0
    assert Reminder.objects.count() == 3


def test_a_worker_that_is_killed_tells_again_and_only_then(
    cast: Cast, cooling: Skill, monkeypatch: pytest.MonkeyPatch
) -> None:
    certify(cast, cooling)
    certify(cast, cooling, "technician2")
    at = moment("2026-06-25 00:00")

    def killed(*_given: Any, **_more: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("aftercare.skills.actions.promises.tell", killed)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            actions.remind(at)
    assert not Reminder.objects.exists()
    assert actions.remind(at) == 2
    assert actions.remind(at) == 0


def test_nothing_is_told_of_what_is_renewed_withdrawn_or_of_who_left(
    cast: Cast, cooling: Skill
) -> None:
    at = moment("2026-06-25 00:00")
    renewed = certify(cast, cooling)
    certify(cast, cooling, number="T-2", valid_until=date(2027, 6, 30))
    withdrawn = certify(cast, cooling, "technician2")
    actions.withdraw_certificate(withdrawn, reason="x", by=SYSTEM, at=START)
    certify(cast, cooling, "lead")
    cast["lead"].is_active = False
    cast["lead"].save()
    assert actions.remind(at) == 0
    assert not Reminder.objects.filter(certificate=renewed).exists()
    corrected = certify(cast, cooling, "manager")
    assert actions.remind(at) == 1
    actions.change_certificate(
        corrected, changes={"valid_until": date(2026, 6, 29)}, by=SYSTEM, at=at
    )
    assert actions.remind(at) == 1  # another end is warned of anew


def test_whoever_stands_above_is_told_and_may_look(cast: Cast, cooling: Skill) -> None:
    below = cast["technician2"]
    below.superior = cast["technician"]
    below.save()
    paper = certify(cast, cooling, "technician2")
    actions.remind(moment("2026-06-25 00:00"))
    alert = Alert.objects.get(subject=paper.reference, person=cast["technician"])
    browser = signed_in(cast, "technician")
    assert browser.post(f"/alerts/{alert.pk}/open", follow=True).status_code == 200
    assert browser.get(f"/certificates/people/{below.pk}").status_code == 200
    assert browser.get(f"/certificates/{paper.pk}/change").status_code == 403
    assert signed_in(cast, "agent").get(f"/certificates/{paper.pk}").status_code == 404


def test_a_dealer_is_told_of_its_own_people(cast: Cast, cooling: Skill) -> None:
    paper = certify(cast, cooling, "dealer")
    actions.remind(moment("2026-06-25 00:00"))
    people = {one.person.username for one in Alert.objects.filter(subject=paper.reference)}
    assert people == {"dealer"}


def test_personal_data_is_shown_and_masked(cast: Cast, cooling: Skill) -> None:
    paper = certify(cast, cooling, issuer="应急管理局")
    pdf = actions.Scan(io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "赵勇.pdf")
    actions.attach_scan(paper, pdf, by=SYSTEM, at=START)
    assert personal.kept(cast["technician"])[0].rows[0]["number"] == "T-1"
    personal.mask(cast["technician"], START)
    paper.refresh_from_db()
    assert paper.number.startswith(f"#{cast['technician'].pk}")
    assert paper.issuer == ""
    assert not queries.scans_of(paper).exists()
    assert queries.held(cast["technician"], cooling, date(2026, 6, 30))
    assert not queries.held(cast["technician"], cooling, date(2026, 7, 1))
