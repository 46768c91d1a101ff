"""`python -m aftercare.plans.language FILE…`: check plans, or print one with `--explain zh|en`."""

import argparse
import sys
from pathlib import Path

from aftercare.plans.catalogue import clauses
from aftercare.plans.language.checking import check_text


def main(arguments: list[str] | None = None) -> int:
    """Check each file; 1 when any has an error."""
    parser = argparse.ArgumentParser(prog="python -m aftercare.plans.language")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--lang", choices=["zh", "en"], default="en", help="of the messages")
    parser.add_argument("--explain", choices=["zh", "en"], help="print the plan as a text")
    parser.add_argument("--no-warnings", action="store_true")
    options = parser.parse_args(arguments)
    good = [_one(file, options) for file in options.files]
    return 0 if all(good) else 1


def _one(file: Path, options: argparse.Namespace) -> bool:
    try:
        text = file.read_bytes()
    except OSError as error:
        sys.stderr.write(f"{file}: {error.strerror}\n")
        return False
    reading = check_text(text, file.name, clauses())
    for fault in reading.faults:
        if fault.is_error or not options.no_warnings:
            sys.stderr.write(fault.located(options.lang) + "\n")
    if options.explain and reading.readable:
        from aftercare.plans.language.wording import explain

        sys.stdout.write(explain(reading.readable, options.explain) + "\n")
    return reading.plan is not None


if __name__ == "__main__":
    sys.exit(main())
