"""Letters as people, programs and enemies make them."""

import time
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare.mail import rules
from aftercare.mail.charsets import decoded, plain
from aftercare.mail.markup import readable
from aftercare.mail.reading import MOST_ATTACHMENTS, MOST_TEXT, TooIntricate, read, read_headers

CHINESE = "您好，设备漏水，请派人来修。"
HEAD = b"From: a@x.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("gb18030", "gb2312"), ("gbk", "GB2312"), ("gb18030", "gb18030"), ("big5", "big5"),
        ("utf-8", "us-ascii"), ("gb18030", "utf-8"), ("gb18030", ""), ("big5", ""),
        ("utf-8", "x-no-such-charset"), ("gb18030", "x-no-such-charset"), ("utf-8", "utf-7"),
    ],
)  # fmt: skip
def test_chinese_is_read_whatever_the_letter_says_of_its_charset(
    encoding: str, declared: str
) -> None:
    text = (
        "您好，設備漏水，請派人來修。"
        if encoding == "big5"
        else f"{CHINESE}镕䶮" * (encoding == "gb18030") or CHINESE
    )
    kind = f"Content-Type: text/plain; charset={declared}\r\n" if declared else ""
    raw = HEAD + kind.encode() + b"\r\n" + text.encode(encoding)
    assert read(raw).text == text


def test_headers_in_raw_gbk_and_in_encoded_words_are_read() -> None:
    raw = "From: 韩梅 <han@x.example>\r\nSubject: 漏水\r\n\r\n".encode("gbk")
    assert (read(raw).subject, read(raw).sender_name) == ("漏水", "韩梅")
    words = b"Subject: =?gb2312?B?wqnLrg==?= =?utf-8?q?=E4=BA=86?=\r\n\r\n"
    assert read(words).subject == "漏水了"
    assert read(b"Subject: =?gb2312?B?!!?= =?nonsense?Q?a?=\r\n\r\n").subject


def test_of_two_forms_of_a_text_the_plain_one_is_read() -> None:
    letter = EmailMessage()
    letter.set_content("简单")
    letter.add_alternative("<p>花哨</p>", subtype="html")
    assert read(bytes(letter)).text == "简单"


def test_a_page_becomes_text_and_no_page() -> None:
    page = (
        "<html><head><title>t</title><style>p{}</style></head><body><p>您好，</p>"
        "<div style='display:none'>geheim</div><p>设备<b>漏水</b>了<br>请来</p>"
        "<table><tr><td>型号</td><td>CH300</td></tr></table><script>alert(1)</script>"
        "<img src=x onerror=alert(1)>&lt;b&gt;</body></html>"
    )
    raw = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
    assert read(raw).text.split() == ["您好，", "设备漏水了", "请来", "型号", "CH300", "<b>"]


def test_attachments_keep_their_chinese_names_and_contents() -> None:
    letter = EmailMessage()
    letter.set_content("见附件")
    letter.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="报告.pdf")
    old = (
        HEAD + b"Content-Type: application/pdf; name=\"=?gb2312?B?sai45i5wZGY=?=\"\r\n"
        b"Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n"
    )  # fmt: skip
    for raw in (bytes(letter), old):
        (part,) = read(raw).parts
        assert (part.name, part.content) == ("报告.pdf", b"%PDF")


def test_a_letter_within_a_letter_is_read_with_who_wrote_it() -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"], inner["Message-ID"] = "b@x.example", "里面", "<in@x.example>"
    inner.set_content("内文")
    outer = EmailMessage()
    outer.set_content("转发给你们")
    outer.add_attachment(inner)
    found = read(bytes(outer))
    assert "转发给你们" in found.text
    assert "里面" in found.text
    assert "内文" in found.text
    assert found.inner_ids == ("<in@x.example>",)


def test_nuls_and_direction_marks_are_gone() -> None:
    raw = HEAD + b"Content-Type: text/plain\r\n\r\na\x00b\x1b[31mc\r\n"
    assert read(raw).text == "ab[31mc"
    assert plain("a\u202eb\ud800\r\nc\rd") == "ab?\nc\nd"


def _nested(depth: int) -> bytes:
    parts = [HEAD]
    for level in range(depth):
        parts.append(
            f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n'.encode()
        )
    return b"".join(parts) + b"\r\nx"


BOMBS = {
    "parts within parts": _nested(2_000),
    "thousands of parts": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\nx\r\n" * 20_000,
    "parts in lone returns": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\rx\r" * 20_000,
    "letters within letters": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 5_000,
    "folded letters within letters": HEAD + b"Content-Type:\r\n message/rfc822\r\n\r\n" * 5_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_seen_before_they_are_parsed(name: str) -> None:
    began = time.process_time()
    with pytest.raises(TooIntricate):
        read(BOMBS[name])
    assert read_headers(BOMBS[name]).subject == "x"
    assert time.process_time() - began < 2


LARGE = {
    "a header of a million characters": b"Subject: " + b"=?utf-8?q?" * 100_000 + b"\r\n\r\nx",
    "a hundred thousand headers": b"X-A: b\r\n" * 100_000 + b"\r\nx",
    "a million addresses": b"From: " + b"a@x.example, " * 80_000 + b"\r\n\r\nx",
    "a page of a million brackets": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<" * 1_000_000,
    "a table that is wide and long": HEAD
    + b"Content-Type: text/html\r\n\r\n<table><tr><td>"
    + b"a " * 200_000
    + b"</td></tr>"
    + b"<tr><td>b</td></tr>" * 20_000,
    "base64 that is none": HEAD
    + b"Content-Transfer-Encoding: base64\r\nContent-Type: image/png; name=a.png\r\n\r\n"
    + b"!" * 1_000_000,
    "a text of two million lines": HEAD + b"\r\n" + b"a\n" * 2_000_000,
    "quotes of a hundred thousand levels": HEAD + b"\r\n" + b">" * 100_000 + b" x",
}


@pytest.mark.parametrize("name", LARGE)
def test_large_letters_are_cut_and_read_in_time(name: str) -> None:
    began = time.process_time()
    found = read(LARGE[name])
    rules.new_text(found.text)
    rules.fingerprint(found.headers, LARGE[name])
    assert len(found.text) <= MOST_TEXT
    assert time.process_time() - began < 4


def test_of_very_many_attachments_the_first_are_kept_and_the_others_counted() -> None:
    letter = EmailMessage()
    letter.set_content("x")
    for number in range(MOST_ATTACHMENTS + 5):
        letter.add_attachment(b"x", maintype="a", subtype="b", filename=f"{number}.bin")
    found = read(bytes(letter))
    assert (len(found.parts), found.left_out) == (MOST_ATTACHMENTS, 5)


def test_a_date_that_is_none_is_left_out() -> None:
    for said in (b"yesterday", b"Mon, 99 Foo 99999", b"1 Jan 0001 00:00:00 +9999", b"\x00"):
        assert read(b"Date: " + said + b"\r\n\r\n").written_at is None


PIECES = st.sampled_from([
    b"\r\n", b"\n", b"\r", b"--b", b"--b--", b"Content-Type: ", b"multipart/mixed; boundary=b",
    b"multipart/alternative; boundary=\"", b"message/rfc822", b"text/html; charset=", b"gb2312",
    b"\xff\xfe", b"\x00", "漏水".encode("gbk"), b"=?utf-8?b?", b"?=", b"Content-Disposition: ",
    b"attachment; filename*=utf-8''%E6%8A", b"Content-Transfer-Encoding: base64", b"<b>", b"<!--",
    b"Message-ID: <a@x>", b"References: ", b"Date: Mon, 30 Nov 2026 10:00:00 +0800", b" ", b"\t",
    b"begin 644 a", b"quoted-printable", b"=\r\n", b"=ZZ", b"message/delivery-status", b";", b"\"",
    b"message/partial", b"charset*0=g; charset*1=bk", b"From: ", b"a@b.example", b"\xe4\xbd",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=40), max_size=60).map(b"".join))
def test_whatever_comes_is_read_or_refused(raw: bytes) -> None:
    try:
        found = read(raw)
    except TooIntricate:
        return
    for text in (found.text, found.subject, found.sender_name, *(one.name for one in found.parts)):
        assert "\x00" not in text
        text.encode("utf-8")
    rules.kind_of(found.headers, found.content_type, [])
    rules.fingerprint(found.headers, raw)
    assert found.written_at is None or found.written_at.tzinfo


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_pages_of_any_text_become_text(html: str) -> None:
    assert isinstance(readable(html), str)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.text(max_size=12))
def test_bytes_of_any_kind_become_text(content: bytes, charset: str) -> None:
    assert isinstance(decoded(content, charset), str)
