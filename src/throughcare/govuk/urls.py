"""Addresses of the govuk room."""

from django.urls import path

from throughcare.govuk import views

app_name = "govuk"
urlpatterns = [
    path("style-guide", views.style_guide, name="style_guide"),
    path("style-guide/examples", views.example, name="example"),
    path("style-guide/drafts", views.example_draft, name="example_draft"),
]
