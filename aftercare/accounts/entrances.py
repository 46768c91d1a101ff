"""Addresses that allauth looks up by its own names; the pages are ours."""

from django.urls import path
from django.views.generic import RedirectView

from aftercare.accounts.views import entrance, own

SECURITY = "/profile/security"
_own = RedirectView.as_view(url=SECURITY)

urlpatterns = [
    path("sign-in", entrance.SignIn.as_view(), name="sign-in"),
    path("sign-in", entrance.SignIn.as_view(), name="account_login"),
    path("sign-in/second", entrance.SecondStep.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey", entrance.Passkey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/again", entrance.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("sign-in/again/code", entrance.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path(
        "sign-in/again/passkey",
        entrance.PasskeyAgain.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("sign-in/company", entrance.company, name="company-sign-in"),
    path(
        "sign-in/company/callback",
        entrance.company_callback,
        {"provider_id": entrance.COMPANY},
        name="openid_connect_callback",
    ),
    path("profile/security/all", _own, name="mfa_index"),
    path("profile/security/all", _own, name="mfa_list_webauthn"),
    path("profile/security/codes", own.SetUpCodes.as_view(), name="mfa_activate_totp"),
    path("profile/security/codes/remove", own.RemoveCodes.as_view(), name="mfa_deactivate_totp"),
    path("profile/security/passkeys/add", own.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "profile/security/passkeys/<int:pk>/remove",
        own.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("profile/security/recovery", own.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "profile/security/recovery/new",
        own.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
]
