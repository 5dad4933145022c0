"""Addresses of rehearsals."""

from django.urls import path

from throughcare.rehearsal.views import plans, reports

app_name = "rehearsal"

PLAN = "restructures/<slug:reference>"

urlpatterns = [
    path("rehearsals", reports.rehearsals, name="rehearsals"),
    path("rehearsals/<int:number>", reports.rehearsal, name="rehearsal"),
    path("rehearsals/<int:number>.json", reports.as_json, name="json"),
    path("rehearsals/<int:number>.pdf", reports.as_pdf, name="pdf"),
    path(f"{PLAN}/rehearsals", plans.rehearsals, name="of_plan"),
    path(f"{PLAN}/nightly-rehearsals", plans.nightly, name="nightly"),
    path(f"{PLAN}/nightly-rehearsals/end", plans.nightly_end, name="nightly_end"),
]
