"""Addresses of the desk."""

from django.urls import path

from throughcare.desk.views import (
    appointments,
    cases,
    clock,
    contacts,
    drafts,
    duplicates,
    emergencies,
    feeds,
    hearings,
    home,
    lists,
    mailboxes,
    messages,
    papers,
    people,
    referrals,
    reports,
    searches,
    ties,
    units,
)

app_name = "desk"

HEARING = "cases/<slug:crn>/hearings/<slug:reference>"
SLOT = "cases/<slug:crn>/appointments/<slug:key>"

urlpatterns = [
    path("", home.home, name="home"),
    path("clock", clock.move_clock, name="clock"),
    path("people", people.search, name="people"),
    path("people/searches", searches.saved_searches, name="saved_searches"),
    path("people/searches/<uuid:reference>", searches.saved_search, name="saved_search"),
    path(
        "people/searches/<uuid:reference>/end", searches.end_saved_search, name="end_saved_search"
    ),
    path("people/duplicates", duplicates.duplicates, name="duplicates"),
    path("people/duplicates/comparisons", duplicates.comparisons, name="comparisons"),
    path("people/duplicates/<slug:crn>/<slug:other>", duplicates.duplicate, name="duplicate"),
    path(
        "people/duplicates/<slug:crn>/<slug:other>/recognition",
        duplicates.recognition,
        name="recognition",
    ),
    path("people/<slug:crn>", people.person, name="person"),
    path("cases/<slug:crn>", cases.case, name="case"),
    path("cases/<slug:crn>/owners", cases.owners, name="owners"),
    path("cases/<slug:crn>/documents", papers.documents, name="documents"),
    path("cases/<slug:crn>/documents/<int:number>", papers.document, name="document"),
    path(
        "cases/<slug:crn>/documents/<int:number>/versions/<int:version>",
        papers.version,
        name="document_version",
    ),
    path("cases/<slug:crn>/minimum-view", cases.minimum_view, name="minimum_view"),
    path("cases/<slug:crn>/emergency-access", emergencies.emergency, name="emergency"),
    path("cases/<slug:crn>/allocations", cases.allocation, name="allocations"),
    path("cases/<slug:crn>/contacts", contacts.contacts, name="contacts"),
    path("cases/<slug:crn>/contacts/<int:number>", contacts.contact, name="contact"),
    path("cases/<slug:crn>/drafts", drafts.drafts, name="drafts"),
    path(
        "cases/<slug:crn>/drafts/<uuid:reference>/discarding", drafts.discarding, name="discarding"
    ),
    path("cases/<slug:crn>/drafts/<uuid:reference>/taking", drafts.taking, name="taking"),
    path("cases/<slug:crn>/court-hearings", hearings.court_hearings, name="court_hearings"),
    path("cases/<slug:crn>/hearings", hearings.hearings, name="hearings"),
    path(HEARING, hearings.hearing, name="hearing"),
    path(f"{HEARING}/result", hearings.result, name="result"),
    path(f"{HEARING}/adjournment", hearings.adjournment, name="adjournment"),
    path(f"{HEARING}/vacation", hearings.vacation, name="vacation"),
    path("cases/<slug:crn>/ties", ties.ties, name="ties"),
    path("cases/<slug:crn>/ties/new", ties.new_tie, name="new_tie"),
    path("cases/<slug:crn>/ties/<int:tie>/end", ties.ending_tie, name="ending_tie"),
    path("cases/<slug:crn>/enforcements", contacts.enforcements, name="enforcements"),
    path("cases/<slug:crn>/appointments", appointments.appointments, name="appointments"),
    path(SLOT, appointments.appointment, name="appointment"),
    path(f"{SLOT}/outcome", appointments.outcome, name="outcome"),
    path(f"{SLOT}/move", appointments.move, name="move"),
    path(f"{SLOT}/cancellation", appointments.cancellation, name="cancellation"),
    path("caseloads", lists.caseload, name="caseload"),
    path("caseloads/<slug:post>", lists.caseload, name="caseload_of"),
    path("messages", messages.inbox, name="messages"),
    path("units/<slug:code>", units.unit, name="unit"),
    path("units/<slug:code>/messages", mailboxes.mailbox, name="mailbox"),
    path("units/<slug:code>/messages/<uuid:key>", mailboxes.letter, name="letter"),
    path("units/<slug:code>/messages/<uuid:key>/doing", mailboxes.doing, name="doing"),
    path("referrals", referrals.referrals, name="referrals"),
    path("referrals/new", referrals.new_referral, name="new_referral"),
    path("referrals/<slug:reference>", referrals.referral, name="referral"),
    path("referrals/<slug:reference>/acceptance", referrals.acceptance, name="acceptance"),
    path("referrals/<slug:reference>/return", referrals.sending_back, name="sending_back"),
    path("reports/period", reports.period_report, name="period_report"),
    path("unallocated-cases", lists.unallocated, name="unallocated"),
    path("calendar-feeds", feeds.feeds, name="feeds"),
    path("calendar-feeds/<uuid:reference>/end", feeds.end_feed, name="end_feed"),
    path("calendars/<str:token>.ics", feeds.calendar, name="calendar"),
    path("diaries", lists.diary, name="diary"),
    path("diaries/<slug:post>", lists.diary, name="diary_of"),
]
