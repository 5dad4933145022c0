"""Addresses of the desk."""

from django.urls import path

from throughcare.desk.views import (
    appointments,
    cases,
    clock,
    contacts,
    emergencies,
    home,
    lists,
    people,
)

app_name = "desk"

SLOT = "cases/<slug:crn>/appointments/<slug:key>"

urlpatterns = [
    path("", home.home, name="home"),
    path("clock", clock.move_clock, name="clock"),
    path("people", people.search, name="people"),
    path("people/<slug:crn>", people.person, name="person"),
    path("cases/<slug:crn>", cases.case, name="case"),
    path("cases/<slug:crn>/documents", cases.documents, name="documents"),
    path("cases/<slug:crn>/minimum-view", cases.minimum_view, name="minimum_view"),
    path("cases/<slug:crn>/emergency-access", emergencies.emergency, name="emergency"),
    path("cases/<slug:crn>/allocations", cases.allocation, name="allocations"),
    path("cases/<slug:crn>/contacts", contacts.contacts, name="contacts"),
    path("cases/<slug:crn>/contacts/<int:number>", contacts.contact, name="contact"),
    path("cases/<slug:crn>/enforcements", contacts.enforcements, name="enforcements"),
    path("cases/<slug:crn>/appointments", appointments.appointments, name="appointments"),
    path(SLOT, appointments.appointment, name="appointment"),
    path(f"{SLOT}/outcome", appointments.outcome, name="outcome"),
    path(f"{SLOT}/move", appointments.move, name="move"),
    path(f"{SLOT}/cancellation", appointments.cancellation, name="cancellation"),
    path("caseloads", lists.caseload, name="caseload"),
    path("caseloads/<slug:post>", lists.caseload, name="caseload_of"),
    path("unallocated-cases", lists.unallocated, name="unallocated"),
    path("diaries", lists.diary, name="diary"),
    path("diaries/<slug:post>", lists.diary, name="diary_of"),
]
