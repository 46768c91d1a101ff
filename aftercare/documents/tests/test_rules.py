"""Kinds by content, and names that harm nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftercare.documents import rules


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", rules.JPEG),
        (b"\x89PNG\r\n\x1a\n", rules.PNG),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", rules.WEBP),
        (b"%PDF-1.7", rules.PDF),
        (b"\x00\x00\x00\x18ftypmp42", rules.MP4),
        (b"\x00\x00\x00\x18ftypheic", None),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", None),
        ("压缩机异响".encode(), rules.TEXT),
        ("压缩机异响".encode("gb18030"), rules.TEXT),
        ("压缩机异响".encode()[:-1], rules.TEXT),
        (b"MZ\x90\x00\x03", None),
        (b"\x7fELF\x02\x01", None),
        (b"", None),
    ],
)
def test_the_kind_is_told_by_the_content(head: bytes, kind: rules.Kind | None) -> None:
    assert rules.kind_of(head) == kind


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("铭牌.jpg", rules.JPEG, "铭牌.jpg"),
        ("IMG_0001.JPEG", rules.JPEG, "IMG_0001.JPEG"),
        ("../../etc/passwd", rules.TEXT, "passwd.txt"),
        ("C:\\照片\\泵.png", rules.PNG, "泵.png"),
        ("page.html", rules.TEXT, "page.html.txt"),
        ("a\u202egpj.exe", rules.JPEG, "agpj.exe.jpg"),
        ('x"; filename="y.pdf', rules.PDF, "x filename=y.pdf"),
        ("...", rules.PDF, "file.pdf"),
        (".pdf", rules.PDF, "pdf.pdf"),
    ],
)
def test_names_are_made_safe(name: str, kind: rules.Kind, safe: str) -> None:
    assert rules.safe_name(name, kind) == safe


@given(st.text(), st.sampled_from(list(rules.KINDS.values())))
def test_any_name_becomes_a_plain_one_of_its_kind(name: str, kind: rules.Kind) -> None:
    safe = rules.safe_name(name, kind)
    assert len(safe) <= rules.LONGEST_NAME
    assert safe.rpartition(".")[2].lower() in kind.endings
    assert not set(safe) & set('/\\\0\r\n"<>:|?*')
    assert rules.safe_name(safe, kind) == safe


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("a.jpg", rules.JPEG, False),
        ("a.jpg", rules.PNG, True),
        ("a.pdf", rules.TEXT, True),
        ("a.log", rules.TEXT, False),
        ("a", rules.PNG, False),
        ("a.unknown", rules.PNG, False),
    ],
)
def test_a_name_may_not_claim_another_kind(name: str, kind: rules.Kind, expected: bool) -> None:
    assert rules.contradicts(name, kind) is expected
