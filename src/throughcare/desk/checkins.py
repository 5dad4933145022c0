"""Addresses of check-ins: what an officer does is under the case, and what waits for them is on one list."""

from django.urls import path

from throughcare.desk.views import checkin_registrations, checkins

_OF_CASE = "cases/<slug:crn>/check-ins"
_ONE = f"{_OF_CASE}/<int:number>"

urlpatterns = [
    path("check-ins", checkins.waiting, name="checkins"),
    path(_OF_CASE, checkins.of_case, name="checkins_of_case"),
    path(
        f"{_OF_CASE}/registration",
        checkin_registrations.registration,
        name="checkin_registration",
    ),
    path(f"{_OF_CASE}/pause", checkin_registrations.pausing, name="checkin_pause"),
    path(f"{_OF_CASE}/stop", checkin_registrations.stopping, name="checkin_stop"),
    path(f"{_OF_CASE}/resumption", checkin_registrations.resumption, name="checkin_resumption"),
    path(f"{_OF_CASE}/requests", checkin_registrations.asking, name="checkin_requests"),
    path(_ONE, checkins.checkin, name="checkin"),
    path(f"{_ONE}/video", checkins.video, name="checkin_video"),
    path(f"{_ONE}/dismissal", checkins.dismissal, name="checkin_dismissal"),
    path(f"{_ONE}/links", checkins.links, name="checkin_links"),
]
