"""Root addresses."""

from django.urls import URLPattern, URLResolver, include, path

from aftercare.outbound.views import opting
from aftercare.people import views as people
from aftercare.web import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("", include("aftercare.accounts.entrances")),
    path("", include("aftercare.accounts.urls")),
    path("sign-out", people.SignOut.as_view(), name="sign-out"),
    path("choose/<slug:what>", people.choose, name="choose"),
    path("", include("aftercare.desk.urls")),
    path("calls/", include("aftercare.phone.urls")),
    path("letters/", include("aftercare.mail.urls")),
    path("", include("aftercare.chat.urls")),
    path("remote/", include("aftercare.remote.urls")),
    path("patches/", include("aftercare.patches.urls")),
    path("complaints/", include("aftercare.complaints.urls")),
    path("emergency/", include("aftercare.emergency.urls")),
    path("outbox/", include("aftercare.outbound.urls")),
    path("stop/<str:sign>", opting.stop, name="stop-notices"),
    path("certificates/", include("aftercare.skills.urls")),
    path("satisfaction/", include("aftercare.satisfaction.urls")),
    path("duty/", include("aftercare.duty.urls")),
    path("", include("aftercare.portal.urls")),
    path("people/", include("aftercare.people.urls")),
    path("catalog/", include("aftercare.catalog.urls")),
    path("imports/", include("aftercare.imports.urls")),
    path("api/v1/", include("aftercare.api.urls")),
    path("profile/", include("aftercare.api.token_urls")),
    path("", include("aftercare.plans.urls")),
    path("commitments/", include("aftercare.promises.urls")),
    path("insight/", include("aftercare.insight.urls")),
    path("looks", views.looks, name="looks"),
    path("looks/options", views.look_options, name="look-options"),
]

handler400 = "aftercare.web.views.bad_request"
handler403 = "aftercare.web.views.forbidden"
handler404 = "aftercare.web.views.not_found"
handler500 = "aftercare.web.views.server_error"
