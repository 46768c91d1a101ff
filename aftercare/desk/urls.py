"""Addresses of the desk."""

from django.urls import path

from aftercare.desk.views import acting, case

app_name = "desk"

urlpatterns = [
    path("cases/<str:number>", case.case, name="case"),
    path("cases/<str:number>/act/<str:what>", acting.act, name="act"),
    path("cases/<str:number>/files", acting.add_files, name="add-files"),
    path("cases/<str:number>/files/<int:key>", acting.file, name="file"),
    path("cases/<str:number>/link", acting.link, name="link"),
]
