"""What is wrong with translations is found, each with its place."""

from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext

from aftercare.web import translations

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def folder(package: Path, name: str, po: str, **sources: str) -> None:
    """A folder with a .po and source files."""
    directory = package / name / "locale" / "zh_Hans" / "LC_MESSAGES"
    directory.mkdir(parents=True)
    (directory / "django.po").write_text(HEADER + po, encoding="utf-8")
    for path, source in sources.items():
        target = package / name / path.replace("__", "/").replace("_dot_", ".")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "po", "found"),
    [
        ("open", 'msgid "open"\nmsgstr "打开"\n', []),
        ("open", 'msgid "open"\nmsgstr ""\n', ["'open' is empty or marked fuzzy"]),
        ("open", '#, fuzzy\nmsgid "open"\nmsgstr "打开"\n', ["'open' is empty or marked fuzzy"]),
        (
            "%(count)d cases",
            '#, python-format\nmsgid "%(count)d cases"\nmsgstr "%(number)d 个工单"\n',
            ["'%(count)d cases': unknown named placeholder 'number'"],
        ),
        ("closed", 'msgid "closed"\nmsgstr "关闭"\n\nmsgid "open"\nmsgstr "打开"\n',
         ["'open' is looked up nowhere"]),
    ],
)  # fmt: skip
def test_faulty_translations(text: str, po: str, found: list[str], tmp_path: Path) -> None:
    folder(tmp_path, "desk", po, actions_dot_py=f"gettext({text!r})")
    told = [problem.partition(": ")[2] for problem in translations.problems(tmp_path)]
    assert told == found


def test_one_text_has_one_translation(tmp_path: Path) -> None:
    folder(tmp_path, "desk", 'msgid "open"\nmsgstr "打开"\n', actions_dot_py='gettext("open")')
    folder(tmp_path, "portal", 'msgid "open"\nmsgstr "未结"\n')
    (problem,) = translations.problems(tmp_path)
    assert "portal" in problem
    assert "['未结'] here, ['打开'] in desk/" in problem


PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, pgettext, ngettext
A = _("known")
B = gettext_lazy("lazy")
C = pgettext("colours", "known")
D = ngettext("%d case", "%d cases", 2)
E = _("Enter a valid value.")
"""
TEMPLATE = """{% load i18n %}<p title="{% translate 'when hovered' %}">{% trans "known" %}</p>
  {% blocktranslate count n=n trimmed %}
    one {{ n }} row
  {% plural %}
    many rows
  {% endblocktranslate %}
{{ _("in a filter")|upper }} {# translate nothing #}
{% translate "dark" context "colours" %}
"""


def test_every_text_of_code_and_templates_is_found(tmp_path: Path) -> None:
    folder(
        tmp_path, "desk", 'msgid "known"\nmsgstr "已知"\n',
        actions_dot_py=PYTHON, templates__desk__case_dot_html=TEMPLATE,
        tests__test_case_dot_py="_('only in a test')",
    )  # fmt: skip
    missing = {problem.rpartition(": ")[2] for problem in translations.problems(tmp_path)}
    assert missing == {
        f"{text!r} has no Chinese"
        for text in (
            "lazy",
            "known",
            "%d case",
            "when hovered",
            "one %(n)s row",
            "in a filter",
            "dark",
        )
    }


def test_update_appends_what_is_missing_and_leaves_the_rest_as_it_was(tmp_path: Path) -> None:
    folder(tmp_path, "desk", '# by hand\nmsgid "known"\nmsgstr "已知"\n', actions_dot_py='_("new")')
    before = next(tmp_path.rglob("django.po")).read_text(encoding="utf-8")
    (changed,) = translations.update_all(tmp_path)
    assert changed.read_text(encoding="utf-8") == before + '\nmsgid "new"\nmsgstr ""\n'
    assert translations.update_all(tmp_path) == []


def test_update_begins_a_catalogue_where_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "field").mkdir()
    (tmp_path / "field" / "actions.py").write_text('pgettext("colours", "new")')
    (changed,) = translations.update_all(tmp_path)
    (problem,) = translations.problems(tmp_path)
    assert changed == tmp_path / "field/locale/zh_Hans/LC_MESSAGES/django.po"
    assert problem.endswith("'new' is empty or marked fuzzy")


def test_only_newer_catalogues_are_compiled(tmp_path: Path) -> None:
    folder(tmp_path, "desk", 'msgid "known"\nmsgstr "已知"\n')
    (compiled,) = translations.compile_all(tmp_path)
    assert compiled.name == "django.mo"
    assert translations.compile_all(tmp_path) == []


def test_our_own_translations_are_complete() -> None:
    assert translations.problems() == []


def test_a_text_without_chinese_would_fail_its_test(untranslated: set[str]) -> None:
    with translation.override("zh-hans"):
        assert gettext("nobody translates this") == "nobody translates this"
        gettext("Enter a valid value.")  # Django's own
        gettext("设置")
    assert untranslated == {"nobody translates this"}
    untranslated.clear()
    with translation.override("en"):
        gettext("nobody translates this")
        gettext("设置")
    assert untranslated == {"设置"}
    untranslated.clear()
