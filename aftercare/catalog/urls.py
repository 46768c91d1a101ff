"""Addresses of the catalogue."""

from django.urls import path

from aftercare.catalog import views

app_name = "catalog"

urlpatterns = [
    path("products", views.products, name="products"),
    path("products/add", views.add_product, name="add-product"),
    path("products/options", views.product_options, name="product-options"),
    path("products/<int:pk>/change", views.change_product, name="change-product"),
    path("customers/<int:pk>", views.of_customer, name="of-customer"),
    path("customers/<int:pk>/sites/add", views.add_site, name="add-site"),
    path("sites/options", views.site_options, name="site-options"),
    path("sites/<int:pk>", views.site, name="site"),
    path("sites/<int:pk>/change", views.change_site, name="change-site"),
    path("projects", views.projects, name="projects"),
    path("projects/add", views.add_project, name="add-project"),
    path("projects/options", views.project_options, name="project-options"),
    path("projects/<int:pk>", views.project, name="project"),
    path("projects/<int:pk>/change", views.change_project, name="change-project"),
    path("units", views.units, name="units"),
    path("units/add", views.add_unit, name="add-unit"),
    path("units/<int:pk>", views.unit, name="unit"),
    path("units/<int:pk>/card", views.card, name="card"),
    path("units/<int:pk>/change", views.change_unit, name="change-unit"),
    path("units/<int:pk>/components/add", views.fit_component, name="fit-component"),
    path("components/<int:pk>/remove", views.remove_component, name="remove-component"),
]
