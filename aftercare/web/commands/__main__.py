"""`python -m aftercare.web.commands` is `aftercare`."""

from aftercare.web.commands import main

main()
