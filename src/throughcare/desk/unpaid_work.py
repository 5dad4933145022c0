"""Addresses of the pages of unpaid work."""

from django.urls import path

from throughcare.desk.views.unpaid_work import courses, orders, projects, sessions

_PROJECT = "unpaid-work/projects/<slug:code>"
_SESSION = f"{_PROJECT}/sessions/<slug:on>"
_CASE = "cases/<slug:crn>/unpaid-work"
_ORDER = f"{_CASE}/<int:number>"
_COURSE = f"{_CASE}/courses/<uuid:reference>"

urlpatterns = [
    path("unpaid-work/projects", projects.projects, name="upw_projects"),
    path("unpaid-work/projects/new", projects.new_project, name="upw_new_project"),
    path(_PROJECT, projects.project, name="upw_project"),
    path(f"{_PROJECT}/end", projects.ending_project, name="upw_ending_project"),
    path(f"{_PROJECT}/week", projects.week, name="upw_week"),
    path(_SESSION, sessions.register, name="upw_register"),
    path(f"{_SESSION}/arrangement", sessions.arrangement, name="upw_arrangement"),
    path(_CASE, orders.unpaid_work, name="upw_case"),
    path(f"{_ORDER}/taking-on", orders.taking_on, name="upw_taking_on"),
    path(f"{_ORDER}/places", orders.new_place, name="upw_new_place"),
    path(
        f"{_ORDER}/places/<slug:code>/<int:weekday>/end",
        orders.ending_place,
        name="upw_ending_place",
    ),
    path(f"{_ORDER}/days", orders.new_day, name="upw_new_day"),
    path(f"{_ORDER}/adjustments", orders.new_adjustment, name="upw_new_adjustment"),
    path(f"{_ORDER}/plan", orders.planning, name="upw_planning"),
    path(f"{_ORDER}/suspension", orders.suspension, name="upw_suspension"),
    path(f"{_ORDER}/resumption", orders.resumption, name="upw_resumption"),
    path(f"{_ORDER}/completion", orders.finishing, name="upw_finishing"),
    path(_COURSE, courses.course, name="upw_course"),
    path(f"{_COURSE}/credit", courses.crediting, name="upw_crediting"),
    path(f"{_COURSE}/holding", courses.holding, name="upw_holding"),
    path(f"{_COURSE}/rejection", courses.rejection, name="upw_rejection"),
]
