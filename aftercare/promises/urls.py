"""Addresses of commitments."""

from django.urls import path

from aftercare.promises import views

app_name = "promises"
urlpatterns = [
    path("", views.commitment_list, name="commitments"),
    path("<int:pk>", views.commitment, name="commitment"),
    path("<int:pk>/decide", views.decide, name="decide"),
    path("<int:pk>/lateness", views.explain, name="lateness"),
    path("of/<path:number>", views.of_agreement, name="of_agreement"),
]
