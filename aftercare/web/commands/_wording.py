"""The command-line library's own sentences, in the language of the output."""

import re

from django.utils.translation import gettext as _
from typer import rich_utils
from typer._click import core as click
from typer.exceptions import TyperException

HELP_OPTION = "Show this message and exit."
SENTENCES = (
    (r"Missing argument '(.+?)'\..*", "缺少参数 {0}。"),
    (r"Missing option '(.+?)'\..*", "缺少选项 {0}。"),
    (r"Missing command\.", "没有写要做什么。"),
    (r"No such option: (\S+)(?: \(Possible options: (.+)\))?", "没有选项 {0}。"),
    (r"No such option: (\S+).*", "没有选项 {0}。"),
    (r"No such command '(.+?)'\..*", "没有命令 {0}。"),
    (r"Got unexpected extra arguments? \((.+)\)", "多出的参数：{0}"),
    (r"Got unexpected extra argument\(s\) \((.+)\)", "多出的参数：{0}"),
    (r"Option '(.+?)' requires an argument\.", "选项 {0} 后面要写值。"),
    (r"Invalid value for '?(.+?)'?: File '(.+)' does not exist\.", "{0}：文件 {1} 不存在。"),
    (r"Invalid value for '?(.+?)'?: Path '(.+)' does not exist\.", "{0}：路径 {1} 不存在。"),
    (r"Invalid value for '?(.+?)'?: Input should be a valid integer.*", "{0}：要写整数。"),
    (r"Invalid value for '?(.+?)'?: Input should be a valid number.*", "{0}：要写数字。"),
    (r"Invalid value for '?(.+?)'?: Input should be less than or equal to (.+)", "{0}：最大 {1}。"),
    (
        r"Invalid value for '?(.+?)'?: Input should be greater than or equal to (.+)",
        "{0}：最小 {1}。",
    ),
    (r"Invalid value for '?(.+?)'?: (.+) is not one of (.+)", "{0}：{1} 不是 {2} 之一。"),
    (r"Invalid value for '?(.+?)'?: (.+)", "{0}：{1}"),
)


def speak(language: str) -> None:
    """Name the panels of the help pages in a language; English is the library's own."""
    if language == "en":
        return
    rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
    rich_utils.OPTIONS_PANEL_TITLE = "选项"
    rich_utils.COMMANDS_PANEL_TITLE = "命令"
    rich_utils.ERRORS_PANEL_TITLE = "错误"
    rich_utils.DEFAULT_STRING = "[默认：{}]"
    rich_utils.REQUIRED_LONG_STRING = "[必填]"


def help_options(command: click.Command, language: str) -> None:
    """Explain `--help` of a command and of all below it in the language."""
    if language == "en":
        return
    option = command.get_help_option(click.Context(command))
    if option is not None:
        option.help = "显示这份说明。"
    for below in getattr(command, "commands", {}).values():
        help_options(below, language)


def usage_error(error: TyperException) -> str:
    """What was asked wrongly, and where the help is."""
    message = error.format_message()
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        return message
    path = context.command_path if context is not None else "aftercare"
    hint = _("Help: %(command)s --help") % {"command": path}
    return f"{_in_our_words(message)}\n{hint}"


def _in_our_words(message: str) -> str:
    from django.utils import translation

    if translation.get_language() != "zh-hans":
        return message
    for pattern, sentence in SENTENCES:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return sentence.format(*match.groups())
    return message
