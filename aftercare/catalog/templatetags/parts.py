"""Codes of parts in the reader's words."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def named(code: str, names: Mapping[str, str]) -> str:
    """What a code is called; the code itself when no plan has words for it."""
    return names.get(code, code)


@register.filter
def all_named(codes: list[str], names: Mapping[str, str]) -> list[str]:
    """What several codes are called."""
    return [named(code, names) for code in codes]
