"""`python -m aftercare.plans.language.handbook docs`: bring the pages up to date."""

import sys
from pathlib import Path

from aftercare.plans.language.handbook.pages import write

if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
