"""Addresses of the pages that whoever was sent a link answers a check-in on, in English and in Welsh."""

from django.urls import path

from throughcare.checkins import views

app_name = "checkins"

_EN, _CY = "check-in/<slug:token>", "adrodd/<slug:token>"
_STEPS = (
    ("", views.start, "start"),
    ("/video", views.video, "video"),
    ("/questions", views.questions, "questions"),
    ("/answers", views.answers, "answers"),
)

urlpatterns = [
    path("check-in/done", views.done, {"language": "en-gb"}, name="done"),
    path("adrodd/diolch", views.done, {"language": "cy"}, name="done_cy"),
    *(
        path(f"{root}{step}", view, {"language": language}, name=f"{name}{suffix}")
        for root, language, suffix in ((_EN, "en-gb", ""), (_CY, "cy", "_cy"))
        for step, view, name in _STEPS
    ),
]
