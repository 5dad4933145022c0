"""Addresses of housing: what an officer does is under the case; the desks of assessors and of premises are apart."""

from django.urls import path

from throughcare.desk.views import housing, housing_assessments, premises, stays

_OF_CASE = "cases/<slug:crn>/housing"
_APPLICATION = f"{_OF_CASE}/<slug:reference>"
_ASSESSED = "housing-assessments/<slug:reference>"
_HOUSE = "premises/<slug:code>"
_STAY = f"{_HOUSE}/stays/<slug:reference>"

urlpatterns = [
    path("housing-applications", housing.going_on, name="housing_applications"),
    path(_OF_CASE, housing.of_case, name="housing_of_case"),
    path(f"{_OF_CASE}/new", housing.beginning, name="new_housing"),
    path(_APPLICATION, housing.application, name="housing_application"),
    path(f"{_APPLICATION}/draft", housing.draft, name="housing_draft"),
    path(f"{_APPLICATION}/cancellation", housing.cancellation, name="housing_cancellation"),
    path(f"{_APPLICATION}/steps/<slug:step>", housing.step, name="housing_step"),
    path("housing-assessments", housing_assessments.waiting, name="housing_assessments"),
    path(_ASSESSED, housing_assessments.application, name="housing_assessment"),
    path(f"{_ASSESSED}/beds", housing_assessments.beds, name="housing_beds"),
    path(
        f"{_ASSESSED}/cancellation", housing_assessments.cancellation, name="housing_bed_given_back"
    ),
    path(f"{_ASSESSED}/steps/<slug:step>", housing_assessments.step, name="housing_answer"),
    path("premises", premises.kept, name="premises"),
    path(_HOUSE, premises.house, name="house"),
    path(f"{_HOUSE}/beds/<int:number>/closures", premises.closing, name="bed_closures"),
    path(
        f"{_HOUSE}/beds/<int:number>/closures/<int:closing>/end",
        premises.opening,
        name="bed_opening",
    ),
    path(_STAY, stays.stay, name="stay"),
    path(f"{_STAY}/<slug:deed>", stays.deed, name="stay_deed"),
]
