"""Addresses of the portal; short ones, because they stand in QR codes and messages."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from aftercare.portal.views import (
    authorising,
    complaining,
    entering,
    following,
    mine,
    patching,
    things,
)

app_name = "portal"
own_follow, own_act, own_file = map(
    login_required, (following.follow, following.act, following.file)
)
own_complaint, own_complaint_act = map(login_required, (complaining.complaint, complaining.act))

urlpatterns = [
    path("portal", entering.start, name="start"),
    path("u/<str:code>", entering.unit, name="unit"),
    path("report", entering.report, name="report"),
    path("follow", following.follow, name="follow"),
    path("follow/<str:secret>", following.open_link, name="case"),
    path("follow/act/<slug:what>", following.act, name="act"),
    path("follow/files/<int:key>", following.file, name="file"),
    path("authorise", authorising.authorise, name="authorise"),
    path("authorise/<str:secret>", authorising.open_link, name="authorise-link"),
    path("complain", complaining.complain, name="complain"),
    path("complaint", complaining.complaint, name="complaint"),
    path("complaint/<str:secret>", complaining.open_link, name="complaint-link"),
    path("complaint/act/<slug:what>", complaining.act, name="complaint-act"),
    path("my/complaints/<str:number>", own_complaint, name="my-complaint"),
    path("my/complaints/<str:number>/act/<slug:what>", own_complaint_act, name="my-complaint-act"),
    path("my", mine.my, name="my"),
    path("my/units", things.units, name="my-units"),
    path("my/units/<int:key>", things.unit, name="my-unit"),
    path("my/patches", patching.patches, name="my-patches"),
    path("my/patches/<int:key>", patching.patch, name="my-patch"),
    path("my/patches/<int:key>/files/<int:file>", patching.file, name="my-patch-file"),
    path("my/patches/<int:key>/<slug:what>", patching.answer, name="my-patch-answer"),
    path("my/files", things.files, name="my-files"),
    path("my/units/<int:key>/report", mine.report_unit, name="my-report"),
    path("my/cases/<str:number>", own_follow, name="my-case"),
    path("my/cases/<str:number>/act/<slug:what>", own_act, name="my-act"),
    path("my/cases/<str:number>/files/<int:key>", own_file, name="my-file"),
]
