"""How often strangers may try. Each limit is counted by `kit.limits`.

Wrong entries count, right ones are given back, except reports and answers, which always count.
"""

from datetime import timedelta

from aftercare.kit.limits import Limit

LOOKUPS = Limit("portal-lookup", 20, timedelta(minutes=10))  # wrong ones, of one address
CARD = Limit("portal-card", 8, timedelta(days=1))  # wrong ones, for one number, whoever asks
LINKS = Limit("portal-link", 20, timedelta(minutes=10))  # wrong ones, of one address
# Sent, right or not, of one address.
SENDINGS = Limit("portal-report", 40, timedelta(hours=1))
REPORTS = Limit("portal-unit", 6, timedelta(days=1))  # new cases of one unit
ACTS = Limit("portal-act", 60, timedelta(hours=1))  # answers on one case
