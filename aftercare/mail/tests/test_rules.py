"""What a letter is by its headers, what it answers, what in it is new."""

import pytest

from aftercare.mail import rules
from aftercare.mail.rules import LetterKind, Place

OWN = ["service@our.example"]
HAN = {"from": ["韩梅 <han@customer.example>"]}


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, LetterKind.ORDINARY),
        ({"auto-submitted": ["no"]}, LetterKind.ORDINARY),
        ({"auto-submitted": ["auto-replied; owner-email=x"]}, LetterKind.AUTOMATIC),
        ({"auto-submitted": ["Auto-Generated"]}, LetterKind.AUTOMATIC),
        ({"x-autoreply": ["yes"]}, LetterKind.AUTOMATIC),
        ({"precedence": ["auto_reply"]}, LetterKind.AUTOMATIC),
        ({"precedence": ["bulk"]}, LetterKind.LIST),
        ({"list-id": ["<x.example>"]}, LetterKind.LIST),
        ({"list-unsubscribe": ["<mailto:x@x.example>"]}, LetterKind.LIST),
        ({"return-path": ["<>"]}, LetterKind.BOUNCE),
        ({"from": ["Mail <MAILER-DAEMON@x.example>"]}, LetterKind.BOUNCE),
        ({"from": ["服务中心 <Service@our.example>"]}, LetterKind.OWN),
    ],
)
def test_what_wrote_a_letter(headers: rules.Headers, kind: LetterKind) -> None:
    assert rules.kind_of({**HAN, **headers}, "text/plain", OWN) == kind


def test_a_report_of_delivery_is_a_bounce_whatever_it_says_besides() -> None:
    assert rules.kind_of({**HAN, "auto-submitted": ["auto-replied"]}, "multipart/report", OWN) == (
        LetterKind.BOUNCE
    )


@pytest.mark.parametrize(
    ("values", "address"),
    [
        (["Han@Customer.example"], "han@customer.example"),
        (["韩梅 <han@customer.example>"], "han@customer.example"),
        (['"han@customer.example" <evil@x.example>'], "evil@x.example"),
        (["<han@customer.example> <evil@x.example>"], ""),
        (["han@customer.example, evil@x.example"], ""),
        (["han@customer.example)evil@x.example"], "han@customer.example)evil@x.example"),
        (["<han@customer.example> evil"], ""),
        (["<a b@x.example>"], ""),
        (["han@customer.example", "evil@x.example"], ""),
        (["韩梅"], ""),
        ([], ""),
    ],
)
def test_a_sender_is_one_address_or_none(values: list[str], address: str) -> None:
    assert rules.address_in(values) in {address, ""}


def test_message_ids_are_found_among_rubbish() -> None:
    values = ["<a@x> (was: <b@x>)\t<a@x> <broken", "<" + "x" * 300 + "@x>"]
    assert rules.message_ids(values) == ["<a@x>", "<b@x>"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("回复：[C20261130-0001] 漏水", ["C20261130-0001"]),
        ("c20261130-0001, C20261130-0002", ["C20261130-0001", "C20261130-0002"]),
        ("AC20261130-0001 C2026-1", []),
    ],
)
def test_case_numbers_in_a_subject(text: str, numbers: list[str]) -> None:
    assert rules.case_numbers(text) == numbers


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("还在漏。\n\n在 2026年11月30日，服务中心写道：\n> 我们派人来", "还在漏。"),
        ("谢谢\n------------------ 原始邮件 ------------------\n发件人: 服务中心", "谢谢"),
        ("好的\n-----原始邮件-----\n发件人：x", "好的"),
        ("Still leaking.\n\nOn Mon, 30 Nov 2026, Service wrote:\n> we come", "Still leaking."),
        ("Yes.\n\nFrom: Service\nSent: Monday\nTo: Han\n\nwe come", "Yes."),
        ("> 你们来吗？\n来。\n> 什么时候？\n明天", "来。\n明天"),
        ("> 只有引用", "> 只有引用"),
        ("在车间写道路维修记录", "在车间写道路维修记录"),
    ],
)
def test_what_is_new_in_an_answer(text: str, new: str) -> None:
    assert rules.new_text(text) == new


def test_a_letter_is_known_again_without_what_servers_add() -> None:
    headers = {"message-id": ["<1@x>"], "date": ["d"], "from": ["f"], "subject": ["s"]}
    first = rules.fingerprint(headers, b"Message-ID: <1@x>\r\n\r\nText\r\n")
    moved = rules.fingerprint(headers, b"Received: by new\nMessage-ID: <1@x>\n\nText\n\n")
    other = rules.fingerprint(headers, b"Message-ID: <1@x>\r\n\r\nOther text\r\n")
    assert first == moved
    assert first != other
    assert rules.fingerprint({**headers, "subject": ["t"]}, b"\n\nText") != first


def test_under_another_uidvalidity_reading_begins_anew() -> None:
    assert Place(7, 120).under(7) == Place(7, 120)
    assert Place(7, 120).under(8) == Place(8, 0)
