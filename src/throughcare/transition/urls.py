"""Addresses of a transition."""

from django.urls import path

from throughcare.transition.views import (
    challenges,
    help_desk,
    monday,
    openers,
    outcomes,
    previews,
    readings,
)

app_name = "transition"

MINE = "your-monday/<slug:reference>"
PLAN = "restructures/<slug:reference>"
ONE = "challenges/<uuid:challenge>"

urlpatterns = [
    path("your-monday", monday.your_monday, name="your_monday"),
    path(MINE, monday.monday, name="monday"),
    path(f"{MINE}/cases/<slug:which>", monday.my_cases, name="my_cases"),
    path(f"{MINE}/preferences", monday.preference, name="preference"),
    path(f"{MINE}/challenges", challenges.make, name="make_challenge"),
    path("help-desk", help_desk.help_desk, name="help_desk"),
    path("missing-records/new", help_desk.report, name="report_missing"),
    path("missing-records/<uuid:missing>", help_desk.missing, name="missing"),
    path("challenges", challenges.queue, name="queue"),
    path(ONE, challenges.challenge, name="challenge"),
    path(f"{ONE}/withdrawal", challenges.withdrawal, name="withdrawal"),
    path(f"{ONE}/taking", challenges.taking, name="taking"),
    path(f"{ONE}/recommendation", challenges.recommendation, name="recommendation"),
    path(f"{ONE}/decision", challenges.decision, name="decision"),
    path("transition-access/<uuid:reading>", readings.reading, name="reading"),
    path(
        "transition-access/<uuid:reading>/decision",
        readings.reading_decision,
        name="reading_decision",
    ),
    path("transition-access/<uuid:reading>/end", readings.reading_end, name="reading_end"),
    path(f"{PLAN}/transition-access", readings.readings, name="readings"),
    path(f"{PLAN}/previews", previews.previews, name="previews"),
    path(f"{PLAN}/openers", openers.openers, name="openers"),
    path(f"{PLAN}/told", previews.told, name="told"),
    path(f"{PLAN}/previews/rounds", previews.rounds, name="rounds"),
    path(f"{PLAN}/previews/reviews", previews.reviews, name="reviews"),
    path(f"{PLAN}/previews/<uuid:account>", monday.preview, name="preview"),
    path(f"{PLAN}/previews/<uuid:account>/cases/<slug:which>", monday.cases, name="cases"),
    path(f"{PLAN}/cases-that-lose-their-officer", previews.losing, name="losing"),
    path(f"{PLAN}/cases-that-lose-their-officer.csv", previews.losing_csv, name="losing_csv"),
    path(f"{PLAN}/staff-outcomes", outcomes.outcomes, name="outcomes"),
    path(f"{PLAN}/staff-outcomes.csv", outcomes.outcomes_csv, name="outcomes_csv"),
]
