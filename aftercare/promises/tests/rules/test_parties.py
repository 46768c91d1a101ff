"""To whom something is promised decides who hears of it."""

import pytest

from aftercare.coverage.tests.rules.making import shipped
from aftercare.promises.rules.parties import CUSTOMER, DEALER, hidden_from


@pytest.mark.parametrize(
    ("plan", "party", "hidden", "shown"),
    [
        ("p08", CUSTOMER, {"weekly-telephone", "monthly-collation", "visit-assigned"},
         {"on-site", "return-visits", "web-answer"}),
        ("p05", CUSTOMER, set(), {"lab-results"}),
        ("p03", CUSTOMER, {"key-customers"}, {"reply"}),
        ("p06", CUSTOMER, {"receipt-card", "dealer-training", "checked"}, {"user-told"}),
        ("p06", DEALER, {"checked", "urgent-reported"},
         {"receipt-card", "dealer-training", "parts-reserve", "user-told"}),
    ],
)  # fmt: skip
def test_each_party_hears_of_what_is_promised_to_it(
    plan: str, party: str, hidden: set[str], shown: set[str]
) -> None:
    found = hidden_from(shipped(plan), party)
    assert hidden <= found
    assert not shown & found
