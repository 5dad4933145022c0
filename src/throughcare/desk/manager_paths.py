"""Addresses of the pages about who manages what of a case."""

from typing import Final

from django.urls import path

from throughcare.desk.views import managers

_PART: Final = "cases/<slug:crn>/managers/<slug:key>"

PATHS: Final = (
    path("components", managers.components, name="components"),
    path("cases/<slug:crn>/managers", managers.managers, name="managers"),
    path(_PART, managers.component_manager, name="component_manager"),
    path(f"{_PART}/return", managers.component_return, name="component_return"),
    path(f"{_PART}/entries", managers.component_entry, name="component_entry"),
    path("cases/<slug:crn>/prison-managers", managers.prison_manager, name="prison_manager"),
    path(
        "cases/<slug:crn>/prison-managers/end",
        managers.prison_manager_end,
        name="prison_manager_end",
    ),
)
