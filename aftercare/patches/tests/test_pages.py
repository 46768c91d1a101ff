"""The catalogue, a patch, what becomes of it for a unit, and the customer's pages."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aftercare.catalog.models import Unit
from aftercare.desk.tests.conftest import SignIn, statements
from aftercare.desk.tests.stage import Stage, hour, kinds
from aftercare.kit.pages import Keyset
from aftercare.patches import actions, queries
from aftercare.patches.models import Offer, Patch
from aftercare.patches.tests.conftest import another, offered, published, work, written

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF\n"


def text_of(page: Any) -> str:
    return str(page.content.decode())


def form_of(page: Any, **said: str) -> dict[str, str]:
    """What a form sends, with the id and revision that the page gave it."""
    form, record = page.context["form"], page.context.get("record")
    frame = {"id": str(form["id"].value())} if "id" in form.fields else {}
    frame |= {"revision": str(record.revision)} if record is not None else {}
    return {**frame, **said}


def test_the_catalogue_is_narrowed_by_model_and_state(
    stage: Stage, unit: Unit, sign_in: SignIn
) -> None:
    published(stage.cast, unit)
    other = stage.unit("p01", "CH-1")
    published(stage.cast, other, "CH-1.0")
    written(stage.cast, unit, "PM5-9")
    agent, quality = sign_in("agent"), sign_in("quality")
    page = text_of(agent.get("/patches/"))
    assert "PM5-8.2.1" in page
    assert "CH-1.0" in page
    assert "PM5-9" not in page  # a draft is for those who write patches
    assert "PM5-9" in text_of(quality.get("/patches/?state=draft"))
    assert "CH-1.0" not in text_of(quality.get("/patches/?state=draft"))
    page = text_of(agent.get(f"/patches/?product={unit.model_id}"))
    assert ("PM5-8.2.1" in page, "CH-1.0" in page) == (True, False)


def test_a_draft_is_written_changed_given_a_file_and_published_on_pages(
    stage: Stage, unit: Unit, sign_in: SignIn
) -> None:
    quality, manager = sign_in("quality"), sign_in("manager")
    said = {
        "number": "PM5-8.2.1",
        "products": "p14 nothing",
        "title_zh": "报表",
        "fixes_zh": "导出",
    }
    wrong = quality.post("/patches/write", said)
    assert wrong.status_code == 422
    assert "nothing" in text_of(wrong)
    quality.post("/patches/write", {**said, "products": "p14"})
    patch = Patch.objects.get()
    page = quality.get(f"/patches/{patch.pk}/change")
    changed = {**said, "products": "p14", "title_zh": "报表导出修复", "risks_zh": "停机五分钟"}
    quality.post(f"/patches/{patch.pk}/change", form_of(page, **changed))
    assert manager.post(f"/patches/{patch.pk}/publish").status_code == 422  # nothing to get yet
    bad = SimpleUploadedFile("a.exe", b"MZ\x00\x01")
    page = quality.post(f"/patches/{patch.pk}/files", {"files": bad}, follow=True)
    assert "a.exe" in text_of(page)
    quality.post(f"/patches/{patch.pk}/files", {"files": SimpleUploadedFile("说明.pdf", PDF)})
    assert quality.post(f"/patches/{patch.pk}/publish").status_code == 403
    manager.post(f"/patches/{patch.pk}/publish")
    work(1)
    offer = offered(patch, unit)
    customer = sign_in("customer")
    read = text_of(customer.get(f"/my/patches/{offer.pk}"))
    for words in ("报表导出修复", "停机五分钟", "说明.pdf"):
        assert words in read
    late = {"files": SimpleUploadedFile("b.pdf", PDF + b"x")}
    assert "已发布" in text_of(quality.post(f"/patches/{patch.pk}/files", late, follow=True))
    got = customer.get(f"/my/patches/{offer.pk}/files/{_file(patch)}?save")
    assert b"".join(got.streaming_content) == PDF  # type: ignore[attr-defined]
    stranger = sign_in("customer2")
    assert stranger.get(f"/my/patches/{offer.pk}/files/{_file(patch)}").status_code == 404


def _file(patch: Patch) -> int:
    return queries.files_of(patch).get().pk


def test_the_page_of_a_patch_shows_who_says_what_and_asks_as_often_for_many_as_for_few(
    stage: Stage, unit: Unit, sign_in: SignIn
) -> None:
    agent, asked = sign_in("agent"), []
    agent.get("/patches/")
    for count in (1, 4):
        another(stage, count, unit.model)
        patch = published(stage.cast, unit, f"N-{count}")
        with statements() as seen:
            page = text_of(agent.get(f"/patches/{patch.pk}"))
        asked.append(len(seen))
        assert "PM5-26-01" in page
    assert asked[0] == asked[1]
    offer = offered(patch, unit)
    actions.decline_offer(
        offer, "=1+1 月底再说", said_by="王主任", by=stage.cast["agent"], at=hour(1)
    )
    page = text_of(agent.get(f"/patches/{patch.pk}?state=declined"))
    assert "月底再说" in page
    assert page.count("PM5-26-01") == 1
    rows = b"".join(agent.get(f"/patches/{patch.pk}/csv?state=declined").streaming_content)  # type: ignore[attr-defined]
    lines = rows.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=1+1 月底再说" in lines[1]  # a spreadsheet calculates nothing


def test_the_list_of_a_patch_goes_on_page_by_page(
    stage: Stage, unit: Unit, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    another(stage, 3, unit.model)
    patch = published(stage.cast, unit)
    monkeypatch.setattr(
        "aftercare.patches.views.catalogue.OFFERS",
        Keyset(("id",), size=3),
    )
    agent = sign_in("agent")
    first = agent.get(f"/patches/{patch.pk}")
    assert len(first.context["rows"]) == 3
    rest = agent.get(f"/patches/{patch.pk}?at={first.context['page'].later}")
    assert [one.pk for one, _look in rest.context["rows"]] == [Offer.objects.latest("pk").pk]


def test_the_unit_shows_its_patches_and_its_level_to_us_and_to_the_customer(
    stage: Stage, unit: Unit, sign_in: SignIn
) -> None:
    older = published(stage.cast, unit, "PM5-8.2.0")
    published(stage.cast, unit, "PM5-8.2.1")
    offer = offered(older, unit)
    customer = stage.cast["customer"]
    actions.accept_offer(offer, hour(1).date(), by=customer, at=hour(1))
    done = actions.Applied(hour(1).date(), "赵勇", "正常")
    actions.apply_offer(offer, done, by=customer, at=hour(1))
    assert f"/patches/units/{unit.pk}" in text_of(sign_in("agent").get(f"/catalog/units/{unit.pk}"))
    for page in (
        sign_in("agent").get(f"/patches/units/{unit.pk}"),
        sign_in("customer").get(f"/my/units/{unit.pk}"),
    ):
        assert "当前版本：PM5-8.2.0" in text_of(page)
        assert "PM5-8.2.1" in text_of(page)
    assert "/my/patches" in text_of(sign_in("customer").get("/my"))


def test_a_case_is_answered_by_a_patch_and_both_say_so(
    stage: Stage, unit: Unit, patch: Patch, sign_in: SignIn
) -> None:
    case, agent = stage.case(unit, symptom="报表导不出"), sign_in("agent")
    assert f"/patches/of/{case.number}" in text_of(agent.get(f"/cases/{case.number}"))
    page = agent.get(f"/patches/name/{case.number}")
    agent.post(f"/patches/name/{case.number}", form_of(page, patch=str(patch.pk)))
    assert kinds(case)[-1] == "patch.linked"
    assert "PM5-8.2.1" in text_of(agent.get(f"/patches/of/{case.number}"))
    assert "PM5-8.2.1" in text_of(agent.get(f"/cases/{case.number}"))
    assert case.number in text_of(agent.get(f"/patches/{patch.pk}"))
    second = stage.case(unit, symptom="图表缺列")
    quality = sign_in("quality")
    page = quality.get(f"/patches/{patch.pk}/cases")
    wrong = quality.post(f"/patches/{patch.pk}/cases", form_of(page, case="C20000101-0001"))
    assert wrong.status_code == 422
    quality.post(f"/patches/{patch.pk}/cases", form_of(page, case=second.number))
    assert set(patch.cases.all()) == {case, second}


def test_another_answer_meanwhile_is_shown_and_not_written_over(
    stage: Stage, unit: Unit, patch: Patch, sign_in: SignIn
) -> None:
    offer, agent = offered(patch, unit), sign_in("agent")
    page = agent.get(f"/patches/offers/{offer.pk}/decline")
    actions.accept_offer(offer, hour(30).date(), by=stage.cast["customer"], at=hour(1))
    late = agent.post(
        f"/patches/offers/{offer.pk}/decline", form_of(page, reason="不用", said_by="王")
    )
    assert late.status_code == 422
    offer.refresh_from_db()
    assert offer.state == "accepted"
    own = sign_in("customer")
    stale = own.post(
        f"/my/patches/{offer.pk}/decline",
        {"id": "00000000-0000-4000-8000-000000000001", "reason": "x", "revision": "1"},
    )
    assert stale.status_code == 409


def test_a_dealer_sees_what_is_offered_for_units_it_serves_and_no_other(
    stage: Stage, unit: Unit, patch: Patch, sign_in: SignIn
) -> None:
    served = stage.unit("p06", "4LZ6", customer="household", service="machinery", dealer="dealer")
    theirs = published(stage.cast, served, "4LZ-1")
    dealer = sign_in("dealer")
    page = text_of(dealer.get("/patches/"))
    assert ("4LZ-1" in page, "PM5-8.2.1" in page) == (True, False)
    assert dealer.get(f"/patches/{patch.pk}").status_code == 404
    assert "4LZ6" in text_of(dealer.get(f"/patches/{theirs.pk}"))
    assert dealer.get(f"/patches/offers/{offered(patch, unit).pk}").status_code == 404


def test_the_day_that_is_proposed_is_one_of_the_company(
    stage: Stage, unit: Unit, sign_in: SignIn
) -> None:
    agent = stage.cast["agent"]
    agent.time_zone = "America/New_York"  # where it is still the day before
    agent.save()
    address = f"/patches/offers/{offered(published(stage.cast, unit), unit).pk}/accept"
    browser = sign_in("agent")
    page = browser.get(address)
    day = str(page.context["form"]["planned_on"].value())
    assert day == hour(1).date().isoformat()
    sent = form_of(page, planned_on=day, said_by="江主任")
    assert browser.post(address, sent).status_code == 302
