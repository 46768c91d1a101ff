"""What the tests of accounts need: mail in memory, codes of an authenticator app."""

import hashlib
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from aftercare.accounts import jobs
from aftercare.people.models import Person
from aftercare.web.demo.cast import PASSWORD

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
GOOD = "trifft-sieben-Birnen-am-Abend"


def code(key: str = KEY, steps: int = 0) -> str:
    """What an authenticator app shows now, after RFC 6238."""
    return str(format_hotp_value(hotp_value(key, int(time.time()) // 30 + steps)))


def set_up_codes(person: Person, key: str = KEY) -> None:
    """As if the person had set up an app."""
    TOTP.activate(person, key)
    RecoveryCodes.activate(person)


def add_passkey(person: Person, name: str = "Telephone") -> Authenticator:
    """A passkey as a device would have registered it."""
    public: Any = ec.generate_private_key(ec.SECP256R1()).public_key()
    make: Any = ES256.from_cryptography_key
    key = make(public)
    known = AttestedCredentialData.create(Aaguid.NONE, b"k" * 16, key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(hashlib.sha256(b"localhost").digest(), flags, 0, bytes(known))
    said = CollectedClientData.create("webauthn.create", b"c" * 16, "http://localhost")
    credential = {
        "id": websafe_encode(b"k" * 16), "rawId": websafe_encode(b"k" * 16), "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(bytes(said)),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
        },
    }  # fmt: skip
    added: Authenticator = WebAuthn.add(person, name, credential).instance
    return added


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/sign-in", {"username": username, "password": password, **more})


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def link_in(text: str) -> str:
    """The address of the link in a mail, without the host."""
    line = next(line for line in text.splitlines() if "/account/link/" in line)
    return line[line.index("/account/link/") :]


def last_link() -> str:
    """Send what is due, and take the link out of the last mail."""
    jobs.send_due(timezone.now())
    return link_in(str(mail.outbox[-1].body))


@pytest.fixture(autouse=True)
def _codes_of_other_tests() -> None:
    """allauth remembers used codes by the key of a person, which every test gives anew."""
    cache.clear()
