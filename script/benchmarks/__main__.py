"""Runs the benchmarks: each on each database, in a process and a database of its own."""

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from measuring import FULL, QUICK, Figure, Scale
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DATABASES = ("sqlite", "postgresql")
Result = dict[str, Any]


def main() -> int:
    """Run what is asked for; 1 when a benchmark failed or an aim was not kept."""
    asked = _arguments()
    if asked.inside:
        return _inside(asked.names[0], asked.inside, QUICK if asked.quick else FULL)
    results, failed = [], []
    for name in asked.names or _names():
        for database in asked.database if _on_databases(name) else ("none",):
            outcome = _outside(name, database, quick=asked.quick)
            results += outcome or []
            failed += [] if outcome is not None else [f"{name} on {database}"]
    report = {"machine": _machine(), "quick": asked.quick, "figures": results}
    _print(report, failed)
    if asked.json:
        asked.json.write_text(json.dumps(report, ensure_ascii=False, indent=2), encoding="utf-8")
    else:
        print(json.dumps(report, ensure_ascii=False))
    return 1 if failed or any(result["kept"] is False for result in results) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of: {', '.join(_names())}")
    parser.add_argument("--quick", action="store_true", help="small data; the figures mean little")
    parser.add_argument("--database", action="append", choices=DATABASES)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the JSON to a file")
    parser.add_argument("--inside", choices=(*DATABASES, "none"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    asked.database = asked.database or DATABASES
    unknown = set(asked.names) - set(_names())
    if unknown:
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(_names())}")
    return asked


def _names() -> list[str]:
    """The modules with figures, by name; the text decides, so that none is imported in vain."""
    return sorted(
        path.stem
        for path in HERE.glob("*.py")
        if "\ndef figures(" in path.read_text(encoding="utf-8")
    )


def _on_databases(name: str) -> bool:
    return "\nDATABASE = True\n" in (HERE / f"{name}.py").read_text(encoding="utf-8")


def _outside(name: str, database: str, *, quick: bool) -> list[Result] | None:
    """Run one benchmark in a process of its own; None when it failed."""
    print(f"{name} on {database} …" if database != "none" else f"{name} …", file=sys.stderr)
    command = [sys.executable, str(HERE), name, "--inside", database, *["--quick"][: int(quick)]]
    if database == "postgresql":
        command = [
            sys.executable,
            str(ROOT / "script/postgres"),
            "run",
            "--durable",
            "--",
            *command,
        ]
    with tempfile.TemporaryDirectory(prefix="aftercare-bench-", dir=_disk()) as data:
        kept = {key: value for key, value in os.environ.items() if key[:10] != "AFTERCARE_"}
        done = subprocess.run(
            command, env={**kept, "AFTERCARE_DATA": data}, stdout=subprocess.PIPE, text=True,
            check=False, cwd=data,
        )  # fmt: skip
    if done.returncode:
        return None
    return [json.loads(line) for line in done.stdout.splitlines()]


def _disk() -> Path:
    """On the disk of the project; /tmp may be memory."""
    directory = ROOT / "var"
    directory.mkdir(exist_ok=True)
    return directory


def _inside(name: str, database: str, scale: Scale) -> int:
    with _installation(database):
        for figure in importlib.import_module(name).figures(scale):
            _tell(name, database, figure)
    return 0


@contextmanager
def _installation(database: str) -> Iterator[None]:
    """Django on an empty, migrated database; nothing at all for what needs none."""
    if database == "none":
        yield
        return
    import django
    from django.core.management import call_command
    from django.db import connections

    os.environ["DJANGO_SETTINGS_MODULE"] = "aftercare.web.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    yield
    connections.close_all()


def _tell(name: str, database: str, figure: Figure) -> None:
    result = {"benchmark": name, "database": database, **asdict(figure), "share": figure.share}
    print(json.dumps(result, ensure_ascii=False), flush=True)


def _machine() -> dict[str, Any]:
    model = next(
        (
            line.partition(": ")[2]
            for line in _lines("/proc/cpuinfo")
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "processor": model,
        "system": platform.platform(),
        "python": platform.python_version(),
        "load before": round(os.getloadavg()[0], 2),
    }


def _lines(path: str) -> list[str]:
    place = Path(path)
    return place.read_text(encoding="utf-8").splitlines() if place.exists() else []


def _print(report: dict[str, Any], failed: list[str]) -> None:
    console = Console(stderr=True)
    console.width = max(console.width, 130)
    table = Table(title=" · ".join(f"{key} {value}" for key, value in report["machine"].items()))
    for head in ("benchmark", "database", "figure", "value", "floor", "× floor", "aim", "kept"):
        table.add_column(head, justify="right" if head in {"value", "floor", "× floor"} else "left")
    for one in report["figures"]:
        kept = {True: "yes", False: "NO", None: ""}[one["kept"]]
        table.add_row(
            one["benchmark"], one["database"], one["name"], f"{one['value']:,.2f} {one['unit']}",
            f"{one['floor']:,.2f}" if one["floor"] else "",
            f"{one['share']:.2f}" if one["share"] else "", one["aim"], kept,
        )  # fmt: skip
    console.print(table)
    for name in failed:
        console.print(f"FAILED: {name}", style="red")


if __name__ == "__main__":
    sys.exit(main())
