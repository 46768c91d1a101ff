"""`aftercare serve`: web server and workers in one go."""

import os
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.db import connection, connections
from django.utils.translation import gettext as _

from aftercare.kit.errors import Refusal
from aftercare.web import checks, preparing, running, serving
from aftercare.web import environment as env
from aftercare.web.backup import exchange
from aftercare.web.commands import demo as demo_data

HELP = _(
    "Start the pages and the workers, until Ctrl-C.\n\n"
    "To try it: aftercare serve --demo\n\n"
    "On another port: aftercare serve --demo --port 8001\n\n"
    "For real use set AFTERCARE_MODE=production and what it asks for; aftercare settings shows all."
)
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def run(
    demo: Annotated[
        bool, typer.Option("--demo", help=_("Load the demo into an empty installation."))
    ] = False,
    host: Annotated[
        str, typer.Option(help=_("Interface to listen on; default: AFTERCARE_LISTEN."))
    ] = "",
    port: Annotated[
        int, typer.Option(help=_("Port; default: AFTERCARE_LISTEN."), min=0, max=65535)
    ] = 0,
) -> None:
    """Check, prepare, then supervise until told to stop."""
    checks.refuse_unsafe()
    host, port = _where(host, port)
    with running.shared():
        exchange.undo_unfinished(Path(settings.DATA))
        preparing.migrate()
        preparing.gather_static_files()
        if demo:
            demo_data.load_once()
        sign_ins = demo_data.sign_ins() if demo else []
        sqlite = connection.vendor == "sqlite"
        connections.close_all()
        address = serving.reachable_address(host, port)
        serving.supervise(
            serving.children(host, port, sqlite=sqlite),
            address=address,
            when_ready=lambda: _tell(address, host, sign_ins),
        )


def _where(host: str, port: int) -> tuple[str, int]:
    listen_host, listen_port = env.listen()
    chosen = host or listen_host, port or listen_port
    _refuse_busy(*chosen)
    if port and not env.given("AFTERCARE_ADDRESS"):
        os.environ["AFTERCARE_ADDRESS"] = serving.reachable_address(*chosen)
    os.environ["AFTERCARE_LISTEN"] = _written(*chosen)
    if env.given("AFTERCARE_PUSH_LISTEN"):
        _refuse_busy(*env.push_listen())
    else:
        os.environ["AFTERCARE_PUSH_LISTEN"] = _written(*_next_free(*chosen))
    return chosen


def _refuse_busy(host: str, port: int) -> None:
    if serving.port_is_free(host, port):
        return
    raise Refusal(
        _(
            "Cannot listen on %(host)s, port %(port)s: something else does already. "
            "Choose another port: --port %(other)s"
        )
        % {"host": host, "port": port, "other": port + 1}
    )


def _next_free(host: str, port: int) -> tuple[str, int]:
    """A port for the stream of news: the one after the pages', or the next that is free."""
    tried = range(port + 1, min(port + 50, 65_536))
    return host, next((one for one in tried if serving.port_is_free(host, one)), port + 1)


def _written(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _tell(address: str, host: str, sign_ins: list[str]) -> None:
    lines = ["", _("Aftercare is running: %(address)s") % {"address": address}]
    if sign_ins:
        lines += [_("Sign in as (name, password):")]
        lines += sign_ins
    if host not in LOOPBACK and not settings.PRODUCTION:
        lines += [_("Anyone in this network can open the demo: keep real data out of it.")]
    lines += [_("Stop with Ctrl-C."), ""]
    print("\n".join(lines), flush=True)
