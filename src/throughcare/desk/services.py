"""Addresses of services and programmes: what an officer does is under the case; a supplier's desk and groups are apart."""

from django.urls import path

from throughcare.desk.views import (
    programme_groups,
    programmes,
    service_referrals,
    supplied_referrals,
)

_OF_CASE = "cases/<slug:crn>/service-referrals"
_REFERRAL = f"{_OF_CASE}/<slug:reference>"
_PROGRAMMES = "cases/<slug:crn>/programmes"
_GROUP = "programme-groups/<slug:code>"
_SUPPLIED = "supplied-referrals/<slug:reference>"

urlpatterns = [
    path("service-referrals", service_referrals.going_on, name="service_referrals"),
    path(_OF_CASE, service_referrals.of_case, name="service_referrals_of_case"),
    path(f"{_OF_CASE}/new", service_referrals.beginning, name="new_service_referral"),
    path(_REFERRAL, service_referrals.referral, name="service_referral"),
    path(f"{_REFERRAL}/draft", service_referrals.draft, name="service_draft"),
    path(f"{_REFERRAL}/steps/<slug:step>", service_referrals.step, name="service_step"),
    path("supplied-referrals", supplied_referrals.supplied, name="supplied_referrals"),
    path(_SUPPLIED, supplied_referrals.referral, name="supplied_referral"),
    path(f"{_SUPPLIED}/steps/<slug:step>", supplied_referrals.step, name="supplied_step"),
    path(f"{_SUPPLIED}/plan", supplied_referrals.plan, name="supplied_plan"),
    path(f"{_SUPPLIED}/report", supplied_referrals.report, name="supplied_report"),
    path(f"{_SUPPLIED}/sessions", supplied_referrals.booking, name="supplied_sessions"),
    path(
        f"{_SUPPLIED}/sessions/<int:number>/outcome",
        supplied_referrals.telling,
        name="supplied_outcome",
    ),
    path(
        f"{_SUPPLIED}/sessions/<int:number>/move", supplied_referrals.moving, name="supplied_move"
    ),
    path(_PROGRAMMES, programmes.programmes, name="programmes"),
    path(f"{_PROGRAMMES}/new", programmes.referring, name="new_programme"),
    path(f"{_PROGRAMMES}/<slug:reference>", programmes.programme, name="programme"),
    path(f"{_PROGRAMMES}/<slug:reference>/status", programmes.status, name="programme_status"),
    path(f"{_PROGRAMMES}/<slug:reference>/place", programmes.placing, name="programme_place"),
    path(f"{_PROGRAMMES}/<slug:reference>/report", programmes.reporting, name="programme_report"),
    path("programme-groups", programme_groups.groups, name="programme_groups"),
    path("programme-groups/new", programme_groups.new_group, name="new_programme_group"),
    path(_GROUP, programme_groups.group, name="programme_group"),
    path(f"{_GROUP}/sessions", programme_groups.arranging, name="programme_sessions"),
    path(f"{_GROUP}/sessions/<int:number>", programme_groups.register, name="programme_register"),
]
