"""Addresses of complaints."""

from django.urls import path

from aftercare.complaints.views import correcting, hearing, opening

app_name = "complaints"

urlpatterns = [
    path("", hearing.complaints, name="complaints"),
    path("of/<str:number>", opening.of_case, name="of-case"),
    path("of/<str:number>/open", opening.open_from_case, name="open-from-case"),
    path("add", hearing.add, name="add"),
    path("corrective", correcting.actions_listed, name="corrective"),
    path("corrective/add", correcting.add, name="open-corrective"),
    path("corrective/<int:pk>", correcting.action, name="corrective-action"),
    path("corrective/<int:pk>/act/<slug:what>", correcting.act, name="act-corrective"),
    path("<str:number>", hearing.complaint, name="complaint"),
    path("<str:number>/act/<slug:what>", hearing.act, name="act"),
]
