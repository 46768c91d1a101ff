"""How often what may be tried. Counted in the database, so that it holds over all processes."""

from datetime import timedelta

from aftercare.kit.limits import Limit

# The second step: six digits are guessed within a million tries.
CODE = Limit("second-factor", 5, timedelta(minutes=5))
CODE_DAY = Limit("second-factor-day", 50, timedelta(days=1))
# A code opens once, also in another process; it is good for three steps of 30 seconds.
USED = Limit("code-used", 1, timedelta(seconds=90))
AGAIN = Limit("password-again", 5, timedelta(minutes=5))
PASSKEY = Limit("passkey-address", 30, timedelta(minutes=5))
RECOVERY_ADDRESS = Limit("recovery-address", 10, timedelta(minutes=15))
RECOVERY_NAME = Limit("recovery-name", 3, timedelta(hours=1))
LINK = Limit("link-address", 20, timedelta(minutes=15))
