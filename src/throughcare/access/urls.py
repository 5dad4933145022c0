"""Addresses of access."""

from django.urls import path

from throughcare.access.views import signing_in

app_name = "access"
urlpatterns = [
    path("sign-in", signing_in.sign_in, name="sign_in"),
    path("sign-in/demonstration", signing_in.demonstrate, name="demonstrate"),
    path("sign-out", signing_in.sign_out, name="sign_out"),
]
