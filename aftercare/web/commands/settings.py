"""`aftercare settings`: the environment variables, their values and meanings."""

from typing import Annotated

import typer
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aftercare.web import environment as env

HELP = _(
    "Show the settings: each environment variable, its value here, and what it decides.\n\n"
    "Secrets are not shown."
)


def run(
    markdown: Annotated[
        bool, typer.Option("--markdown", help=_("Print the table of docs/settings.md."))
    ] = False,
) -> None:
    """Print the table."""
    language = "zh" if get_language() == "zh-hans" else "en"
    if markdown:
        print(env.table(language), end="")
        return
    for variable in env.VARIABLES:
        print(f"{variable.name}={_shown(variable)}")
        print(f"    {getattr(variable, language)}")


def _shown(variable: env.Variable) -> str:
    value = env.given(variable.name)
    if not value:
        return _("%(value)s (default)") % {"value": "" if variable.secret else variable.default}
    return _("(given, secret)") if variable.secret else value
