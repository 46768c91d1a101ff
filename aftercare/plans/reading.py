"""The language a plan is shown in to the present reader."""

from django.utils.translation import get_language


def language() -> str:
    """`zh` or `en`, the two languages of plans."""
    return "zh" if (get_language() or "zh").startswith("zh") else "en"
