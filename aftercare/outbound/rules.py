"""When something may be sent. Plain sums; nothing here knows a clock or a table."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from zoneinfo import ZoneInfo

# Between one attempt and the next, about three days together: a receiver that says “later” means
# minutes (greylisting), a mailbox that is full means days.
WAITS = tuple(
    timedelta(minutes=minutes)
    for minutes in (1, 2, 5, 15, 30, 60, 120, 240, 480, 720, 1440, 1440)
)  # fmt: skip
# While nothing gets through at all: short, because everybody waits for it.
CLOSED_FOR = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 300))
# A worker that has died while sending: after this another one sends again.
LEASE = timedelta(minutes=10)


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts that failed; None: give up."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def closed_for(failures: int) -> timedelta:
    """How long a way stays closed after failing so many times in a row; the last one repeats."""
    return CLOSED_FOR[min(failures, len(CLOSED_FOR)) - 1]


@dataclass(frozen=True)
class Quiet:
    """Hours of the day in which customers are left in peace; from the evening into the morning when
    they begin later than they end."""

    begins: time
    ends: time

    def until(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """When the quiet hours that hold at `at` end in this zone; None outside them."""
        local = at.astimezone(zone)
        now = local.time()
        over_night = self.begins > self.ends
        inside = (
            now >= self.begins or now < self.ends if over_night else self.begins <= now < self.ends
        )
        if not inside:
            return None
        day = local.date() + timedelta(days=int(over_night and now >= self.begins))
        return datetime.combine(day, self.ends, tzinfo=zone)


def quiet_hours(text: str) -> Quiet | None:
    """What `22:00-07:00` says; None for `off` and for hours of no length. ValueError: neither."""
    if text == "off":
        return None
    begins, dash, ends = text.partition("-")
    if not dash:
        raise ValueError(text)
    quiet = Quiet(time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip()))
    return quiet if quiet.begins != quiet.ends else None


MOBILE = re.compile(r"1[3-9]\d{9}|\+(?!86)\d{7,15}")  # of China, or of elsewhere with its country
WECHAT_ID = re.compile(r"[A-Za-z0-9_.@-]{1,64}")  # an openid, or a user id of WeCom
KIND = re.compile(r"[a-z][a-z_-]*(\.[a-z_-]+)+|[a-z][a-z_-]*\.\*")
# Addresses that lead to an IPv4 address by way of a translator, which could be one of ours.
TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"), ip_network("2002::/16"),
              ip_network("2001::/32"))  # fmt: skip


def is_outside(address: str) -> bool:
    """Whether an IP address belongs to the open Internet: not this machine, its network or any
    other that is not reachable for everybody."""
    ip: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_outside(str(ip.ipv4_mapped))
        if any(ip in net for net in TRANSLATED):
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def is_kind(text: str) -> bool:
    """Whether this names a kind of events, such as `case.closed`, or a group, such as `case.*`."""
    return KIND.fullmatch(text) is not None


def concerns(kind: str, wanted: Collection[str]) -> bool:
    """Whether an event of a kind is wanted; with nothing named, every event is."""
    group = f"{kind.partition('.')[0]}.*"
    return not wanted or kind in wanted or group in wanted


def mobile(text: str) -> str:
    """A number that can take a short message, as gateways write it; empty for any other, such as
    that of an office."""
    plain = re.sub(r"[^\d+]", "", text)
    plain = re.sub(r"^(\+86|0086)", "", plain)
    plain = re.sub(r"^00", "+", plain)
    return plain if MOBILE.fullmatch(plain) else ""
