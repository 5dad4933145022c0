"""The addresses of release dates."""

from django.urls import path

from throughcare.desk.views import (
    release_bookings,
    release_dates,
    release_entries,
    release_work,
)

DATES = "cases/<slug:crn>/release-dates"

urlpatterns = [
    path("releases", release_work.releases, name="releases"),
    path(DATES, release_dates.release_dates, name="release_dates"),
    path(f"{DATES}/new", release_bookings.beginning, name="begin_custody_time"),
    path(f"{DATES}/person", release_bookings.known, name="release_person"),
    path(f"{DATES}/recalculation", release_bookings.again, name="recalculate_dates"),
    path(f"{DATES}/end", release_bookings.closing, name="close_custody_time"),
    path(f"{DATES}/orders/new", release_entries.warrant, name="new_warrant"),
    path(f"{DATES}/orders/<uuid:order>/counts/new", release_entries.count, name="new_count"),
    path(f"{DATES}/what-if", release_work.what_if, name="release_what_if"),
    path(f"{DATES}/calculations", release_dates.calculations, name="calculations"),
    path(f"{DATES}/calculations/<uuid:key>", release_dates.calculation, name="calculation"),
    path(f"{DATES}/calculations/<uuid:key>/sheet", release_dates.sheet, name="release_sheet"),
    path(
        f"{DATES}/calculations/<uuid:key>/sheet.pdf",
        release_dates.sheet_pdf,
        name="release_sheet_pdf",
    ),
    path(f"{DATES}/calculations/<uuid:key>/approval", release_work.approval, name="approve_dates"),
    path(f"{DATES}/calculations/<uuid:key>/override", release_work.override, name="override_date"),
    path(f"{DATES}/comparison", release_dates.comparison, name="compare_calculations"),
    path(f"{DATES}/<slug:what>/new", release_entries.adding, name="new_release_entry"),
    path(f"{DATES}/<slug:what>/<uuid:key>", release_entries.amending, name="amend_release_entry"),
    path(
        f"{DATES}/<slug:what>/<uuid:key>/removal",
        release_entries.removing,
        name="remove_release_entry",
    ),
]
