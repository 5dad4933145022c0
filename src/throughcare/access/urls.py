"""Addresses of access."""

from django.urls import path

from throughcare.access.views import means, passkeys, provider, setting_up, signing_in

app_name = "access"
urlpatterns = [
    path("sign-in", signing_in.sign_in, name="sign_in"),
    path("sign-in/password", signing_in.give_password, name="give_password"),
    path("sign-in/code", signing_in.give_code, name="give_code"),
    path("sign-in/demonstration", signing_in.demonstrate, name="demonstrate"),
    path("sign-in/invitations/<str:token>", setting_up.open_invitation, name="open_invitation"),
    path("sign-in/set-up", setting_up.set_up, name="set_up"),
    path("sign-in/provider", provider.go, name="provider"),
    path("sign-in/provider/answer", provider.answer, name="provider_answer"),
    path("sign-in/passkey-challenges", passkeys.ask, name="ask_passkey"),
    path("sign-in/passkey", passkeys.sign_in, name="passkey"),
    path("sign-out", signing_in.sign_out, name="sign_out"),
    path("my-account/sign-in", means.means, name="means"),
    path("my-account/sign-in/password", means.password, name="password"),
    path("my-account/sign-in/one-time-codes", means.one_time_codes, name="one_time_codes"),
    path("my-account/sign-in/recovery-codes", means.recovery_codes, name="recovery_codes"),
    path(
        "my-account/sign-in/recovery-codes/kept",
        means.keep_recovery_codes,
        name="keep_recovery_codes",
    ),
    path("my-account/sign-in/passkey-challenges", passkeys.ask_to_add, name="ask_to_add_passkey"),
    path("my-account/sign-in/passkeys", passkeys.add, name="add_passkey"),
    path(
        "my-account/sign-in/passkeys/<uuid:reference>/removal",
        passkeys.remove,
        name="remove_passkey",
    ),
    path("my-account/sign-outs", means.sign_out_everywhere, name="sign_out_everywhere"),
]
