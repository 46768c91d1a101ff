"""Addresses of patches."""

from django.urls import path

from aftercare.patches.views import catalogue, offers

app_name = "patches"

urlpatterns = [
    path("", catalogue.patches, name="patches"),
    path("write", catalogue.write, name="write"),
    path("<int:pk>", catalogue.patch, name="patch"),
    path("<int:pk>/change", catalogue.change, name="change"),
    path("<int:pk>/publish", catalogue.publish, name="publish"),
    path("<int:pk>/withdraw", catalogue.withdraw, name="withdraw"),
    path("<int:pk>/files", catalogue.add_files, name="add-files"),
    path("<int:pk>/files/<int:key>", catalogue.file, name="file"),
    path("<int:pk>/cases", catalogue.add_case, name="add-case"),
    path("<int:pk>/csv", catalogue.offers_csv, name="offers-csv"),
    path("of/<str:number>", catalogue.of_case, name="of-case"),
    path("name/<str:number>", catalogue.name, name="name"),
    path("units/<int:pk>", offers.of_unit, name="of-unit"),
    path("offers/<int:pk>", offers.offer, name="offer"),
    path("offers/<int:pk>/<slug:what>", offers.answer, name="answer"),
]
