"""Files as people have them, and files that should not be let in."""

# ruff: noqa: DTZ001  # cells of a workbook have no zone

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from aftercare.imports.reading import opened, workbooks
from aftercare.kit.errors import Refusal

TEXT = '编号,名称,备注\nK1,张三,"一,二\n三"\n\n K2,李四,\n'


Lines = list[tuple[int, tuple[Any, ...]]]


def read(path: Path, sheet: str = "") -> tuple[tuple[str, ...], Lines]:
    with opened(path, sheet=sheet) as table:
        first: Lines = [(line.number, line.cells) for line in table.lines()]
        again: Lines = [(line.number, line.cells) for line in table.lines()]
        assert first == again
        return table.headings, first


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_csv_is_read_whatever_its_characters_and_signs(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = '编号,名称,备注\nK1,张三,"一二\n三"\n\nK2,李四,\n'.replace(",", delimiter)
    headings, lines = read(written(tmp_path / "a.csv", text.encode(encoding)))
    assert headings == ("编号", "名称", "备注")
    assert lines == [(2, ("K1", "张三", "一二\n三")), (5, ("K2", "李四", ""))]


def test_quoted_commas_and_line_breaks_stay_in_their_cell(tmp_path: Path) -> None:
    _headings, lines = read(written(tmp_path / "a.csv", TEXT.encode()))
    assert lines[0] == (2, ("K1", "张三", "一,二\n三"))


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_any_system(tmp_path: Path, end: str) -> None:
    headings, lines = read(written(tmp_path / "a.csv", f"a,b{end}1,2{end}3,4{end}".encode()))
    assert (headings, lines) == (("a", "b"), [(2, ("1", "2")), (3, ("3", "4"))])


def test_a_single_column_is_a_table_too(tmp_path: Path) -> None:
    assert read(written(tmp_path / "a.csv", "编号\nK1\n".encode()))[1] == [(2, ("K1",))]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b",,,\n1,2,3", "empty"),
        (b"a,b\n\xff\xfe\x00\x01\x80", "encoding"),
        (b"a,b\n1,\x00\n", "encoding"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 100, "old-excel"),
        (b"PK\x03\x04 not a zip", "broken"),
        (("a," * 300).encode() + b"\n", "too-wide"),
        (b'a,b\n1,"never closed' + b"x\n" * 150_000, "quotes"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(written(tmp_path / "a.csv", content))
    assert refused.value.code == code


def book(path: Path, *rows: list[Any], title: str = "Sheet") -> Workbook:
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(row)
    workbook.save(path)
    return workbook


def test_a_workbook_gives_values_as_excel_shows_them(tmp_path: Path) -> None:
    workbook = book(
        tmp_path / "a.xlsx",
        ["编号", "日期", "金额", "电话", None],
        [7, date(2024, 1, 31), 12.5, 13800138000],
        [],
        ["K2", datetime(2024, 2, 1, 8, 30), -3, "0951-1"],
    )
    page = workbook.active
    assert page is not None
    page["A2"].number_format = "00000"
    workbook.save(tmp_path / "a.xlsx")
    headings, lines = read(tmp_path / "a.xlsx")
    assert headings == ("编号", "日期", "金额", "电话")
    assert lines == [
        (2, ("00007", datetime(2024, 1, 31), 12.5, 13800138000)),
        (4, ("K2", datetime(2024, 2, 1, 8, 30), -3, "0951-1")),
    ]


def test_a_formula_that_excel_never_worked_out_is_named(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx", ["a", "b"], ["=1+1", "x"])
    assert read(tmp_path / "a.xlsx")[1] == [(2, ("#FORMULA!", "x"))]


def test_the_sheet_that_is_meant(tmp_path: Path) -> None:
    workbook = book(tmp_path / "a.xlsx", title="Empty")
    workbook.create_sheet("客户").append(["编号"])
    workbook["客户"].append(["K1"])
    workbook.create_sheet("Other").append(["x"])
    workbook.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx")[0] == ("编号",)
    assert read(tmp_path / "a.xlsx", "other")[0] == ("x",)
    with pytest.raises(Refusal) as refused:
        read(tmp_path / "a.xlsx", "nothing")
    assert (refused.value.code, "客户" in str(refused.value.message)) == ("no-sheet", True)


def test_a_size_that_is_stated_wrongly_hides_no_row(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx", ["a"], *([n] for n in range(50)))
    content = io.BytesIO()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(content, "w") as new:
        for part in old.infolist():
            data = old.read(part).replace(b'ref="A1:A51"', b'ref="A1:A3"')
            new.writestr(part, data)
    assert len(read(written(tmp_path / "b.xlsx", content.getvalue()))[1]) == 50


def tampered(path: Path, old: str, new: str) -> Path:
    """A workbook of two rows whose sheet was changed by hand."""
    book(path, ["名称", "数量"], ["泵", 3])
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert old.encode() in parts[sheet]
    parts[sheet] = parts[sheet].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as changed:
        for name, content in parts.items():
            changed.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<c r="B2" t="n"><v>3</v>', '<c r="B2" t="s"><v>99</v>'),
        ('<c r="B2" t="n"><v>3</v>', '<c r="B2" t="s"><v>x</v>'),
        ('<c r="B2" t="n"><v>3</v>', '<c r="B2" t="d"><v>x</v>'),
        ("<v>3</v>", "<v>drei</v>"),
        ('r="B2"', 'r="?!"'),
        ('<row r="2"', '<row r="zwei"'),
        ("</sheetData>", ""),
    ],
)
def test_a_damaged_cell_is_a_refusal_and_no_fault(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(tampered(tmp_path / "a.xlsx", old, new))
    assert refused.value.code == "broken"


def test_a_row_beyond_the_last_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "LAST_ROW", 100)
    path = tampered(tmp_path / "a.xlsx", '<row r="2"', '<row r="999999999"')
    with pytest.raises(Refusal) as refused:
        read(path)
    assert refused.value.code == "bomb"


def packed(path: Path, name: str, size: int) -> Path:
    book(path, ["a"], ["1"])
    archive = zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED)
    with archive, archive.open(name, "w") as part:
        for _piece in range(size // (1 << 20)):
            part.write(b" " * (1 << 20))
    return path


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", "xl/worksheets/sheet2.xml", 64 << 20)
    assert path.stat().st_size < 1 << 20
    with pytest.raises(Refusal) as refused:
        read(path)
    assert refused.value.code == "bomb"


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(Refusal) as refused:
        read(tmp_path / "a.xlsx")
    assert refused.value.code == "not-a-table"
