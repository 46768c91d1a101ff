"""Which zone of a plan a place lies in. Plain Python."""

from aftercare.plans.language.document import Plan


def zone_of(plan: Plan, place: str) -> str:
    """The zone of an administrative path such as 北京市/海淀区; the most specific wins.

    A place no zone names falls to the zone without places; empty when the plan has none.
    """
    fitting = [
        (len(named), name)
        for name, zone in plan.zones.items()
        for named in zone.places
        if place and (place == named or place.startswith(f"{named}/") or named in place.split("/"))
    ]
    if fitting:
        return max(fitting)[1]
    return next((name for name, zone in plan.zones.items() if not zone.places), "")
