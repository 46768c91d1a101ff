"""Addresses of duty."""

from django.urls import path

from aftercare.duty import views

app_name = "duty"

urlpatterns = [
    path("", views.now, name="now"),
    path("add", views.add_roster, name="add-roster"),
    path("leave", views.add_leave, name="add-leave"),
    path("leaves/<int:pk>/cancel", views.cancel_leave, name="cancel-leave"),
    path("shifts/<int:pk>/end", views.end_shift, name="end-shift"),
    path("stand-ins/<int:pk>/cancel", views.cancel_stand_in, name="cancel-stand-in"),
    path("<int:pk>", views.roster, name="roster"),
    path("<int:pk>/change", views.change_roster, name="change-roster"),
    path("<int:pk>/shifts/add", views.add_shift, name="add-shift"),
    path("<int:pk>/stand-ins/add", views.add_stand_in, name="add-stand-in"),
]
