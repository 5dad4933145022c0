"""Addresses of decisions on who manages a person, referrals because risk has risen, and giving cases to officers in a sitting."""

from django.urls import path

from throughcare.desk.views import decisions, escalations, lists, sittings, trials, workloads

_CASE = "cases/<slug:crn>"
_ESCALATION = "escalations/<slug:crn>/<int:number>"

urlpatterns = [
    path("unallocated-cases", lists.unallocated, name="unallocated"),
    path("units/<slug:code>/workload", workloads.board, name="workload"),
    path("units/<slug:code>/workload/<slug:post>", workloads.of_post, name="workload_of"),
    path(
        "units/<slug:code>/workload/<slug:post>/reductions",
        workloads.reductions,
        name="reductions",
    ),
    path(
        "units/<slug:code>/workload/<slug:post>/reductions/<int:number>/deletion",
        workloads.deletion,
        name="delete_reduction",
    ),
    path(f"{_CASE}/decisions", decisions.deciding, name="decisions"),
    path(f"{_CASE}/decisions/<int:number>", decisions.decision, name="decision"),
    path(f"{_CASE}/decisions/correction", decisions.correcting, name="correct_decision"),
    path(f"{_CASE}/public-interest", decisions.public_interest, name="public_interest"),
    path(f"{_CASE}/escalations", escalations.referring, name="refer_risen_risk"),
    path("escalations", escalations.escalations, name="escalations"),
    path(_ESCALATION, escalations.escalation, name="escalation"),
    path(f"{_ESCALATION}/answer", escalations.answering, name="escalation_answer"),
    path(f"{_ESCALATION}/objection", escalations.objecting, name="escalation_objection"),
    path(f"{_ESCALATION}/withdrawal", escalations.withdrawal, name="escalation_withdrawal"),
    path("allocation-trials", trials.trials, name="trials"),
    path("allocation-trials/<int:number>", trials.trial, name="trial"),
    path("unallocated-cases/sitting", sittings.sitting, name="sitting"),
    path("units/<slug:code>/workload/<slug:post>/skills", sittings.skills, name="skills"),
    path(
        "units/<slug:code>/workload/<slug:post>/skills/<slug:key>/end",
        sittings.skill_end,
        name="end_skill",
    ),
]
