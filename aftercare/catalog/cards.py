"""The code on a unit: an address as QR code, for the card that is printed and stuck on."""

import segno
from django.conf import settings

from aftercare.catalog.models import Unit


def address(unit: Unit) -> str:
    """Where a customer without an account reports a fault of this unit."""
    return f"{settings.ADDRESS}/u/{unit.code}"


def qr_code(unit: Unit) -> str:
    """The address as an SVG in a `data:` address; a quarter of it may be scratched off."""
    drawing = segno.make_qr(address(unit), error="q")
    return drawing.svg_data_uri(scale=6, border=4)
