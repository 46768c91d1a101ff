"""Who is let through to products, sites, projects and units; see `api/tests/stage`."""

from typing import Any

from aftercare.api.tests.stage import (
    EVERYBODY,
    ON_THE_CASE,
    SEES_THE_UNIT,
    STAFF,
    Access,
    Keys,
    Rules,
    Stage,
)

RULES: Rules = {
    **dict.fromkeys(("list_products", "list_sites", "list_projects", "list_units"), (EVERYBODY, 0)),
    **dict.fromkeys(("add_product", "add_site", "add_project", "add_unit"), (STAFF, 403)),
    "show_product": (EVERYBODY, 0),
    **dict.fromkeys(("show_site", "show_project", "show_unit"), (SEES_THE_UNIT, 404)),
    **dict.fromkeys(
        ("change_product", "change_site", "change_project", "change_unit"), (STAFF, 403)
    ),
    "fit_component": (ON_THE_CASE, 0),
    "list_past_repairs": (SEES_THE_UNIT, 404),
    "search": (EVERYBODY, 0),
}


def keys(stage: Stage) -> Keys:
    world = stage.world
    return {
        "products": {"id": world.model.pk}, "sites": {"id": world.site.pk},
        "projects": {"id": world.project.pk}, "units": {"id": world.unit.pk},
    }  # fmt: skip


def bodies(stage: Stage) -> dict[str, Any]:
    customer, model = stage.world.unit.customer_id, stage.world.model.pk
    return {
        "add_product": {"code": "N1", "name": "新型号"},
        "change_product": {"brand": "x"},
        "add_site": {"customer": customer, "name": "新楼", "address": "x"},
        "change_site": {"phone": "1"},
        "add_project": {"customer": customer, "number": "N1", "name": "新项目"},
        "change_project": {"name": "x"},
        "add_unit": {"customer": customer, "model": model, "serial": "N1"},
        "change_unit": {"card_number": "x"},
        "fit_component": {"kind": "pump", "installed_on": "2026-01-02"},
    }


def queries(_stage: Stage) -> dict[str, str]:
    return {"search": "?q=SN-1"}


ACCESS = Access(RULES, keys, bodies, queries)
