"""Addresses of our own pages about accounts; those that allauth looks up by name are in
`entrances.py`."""

from django.urls import path

from aftercare.accounts.views import keeping, links, own, personal

app_name = "accounts"

urlpatterns = [
    path("recover", links.recover, name="recover"),
    path("recover/sent", links.recover_sent, name="recover-sent"),
    path("account/link/<str:secret>", links.link, name="link"),
    path("account/password", links.choose_password, name="choose-password"),
    path("profile/security", own.security, name="security"),
    path("profile/sessions/<int:pk>/end", own.end_session, name="end-session"),
    path("profile/sessions/end-others", own.end_other_sessions, name="end-other-sessions"),
    path("profile/data", personal.own, name="own-data"),
    path("profile/data.json", personal.own_copy, name="own-copy"),
    path("accounts/people/<int:pk>/data", personal.of_person, name="data"),
    path("accounts/people/<int:pk>/data.json", personal.copy, name="copy"),
    path("accounts/people/<int:pk>/mask", personal.mask, name="mask"),
    path("accounts/people/<int:pk>/invite", keeping.invite_contact, name="invite-contact"),
    path("accounts", keeping.accounts, name="accounts"),
    path("accounts/invite", keeping.invite, name="invite"),
    path("accounts/<int:pk>", keeping.account, name="account"),
    path("accounts/<int:pk>/place", keeping.move, name="move"),
    path("accounts/<int:pk>/<slug:what>", keeping.act, name="act"),
]
