"""Addresses of marks and reviews of project managers."""

from django.urls import path

from aftercare.satisfaction import views

app_name = "satisfaction"

urlpatterns = [
    path("", views.reviews, name="reviews"),
    path("projects/<int:pk>", views.project, name="project"),
    path("projects/<int:pk>/add", views.add_mark, name="add-mark"),
    path("reviews/<int:pk>", views.review, name="review"),
    path("reviews/<int:pk>/<slug:what>", views.decide, name="decide"),
]
