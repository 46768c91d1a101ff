"""Addresses of the portal; short ones, because they stand in QR codes and messages."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from aftercare.portal.views import entering, following, mine, things

app_name = "portal"
own_follow, own_act, own_file = map(
    login_required, (following.follow, following.act, following.file)
)

urlpatterns = [
    path("portal", entering.start, name="start"),
    path("u/<str:code>", entering.unit, name="unit"),
    path("report", entering.report, name="report"),
    path("follow", following.follow, name="follow"),
    path("follow/<str:secret>", following.open_link, name="case"),
    path("follow/act/<slug:what>", following.act, name="act"),
    path("follow/files/<int:key>", following.file, name="file"),
    path("my", mine.my, name="my"),
    path("my/units", things.units, name="my-units"),
    path("my/units/<int:key>", things.unit, name="my-unit"),
    path("my/files", things.files, name="my-files"),
    path("my/units/<int:key>/report", mine.report_unit, name="my-report"),
    path("my/cases/<str:number>", own_follow, name="my-case"),
    path("my/cases/<str:number>/act/<slug:what>", own_act, name="my-act"),
    path("my/cases/<str:number>/files/<int:key>", own_file, name="my-file"),
]
