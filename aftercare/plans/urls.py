"""Addresses of plans and agreements."""

from django.urls import path

from aftercare.plans.views import agreements, corrections, plans

app_name = "plans"
urlpatterns = [
    path("plans", plans.plan_list, name="plans"),
    path("plans/new", plans.load, name="load"),
    path("plans/<slug:plan>/<int:number>", plans.plan, name="plan"),
    path("plans/<slug:plan>/<int:number>/text", plans.text, name="text"),
    path("plans/<slug:plan>/<int:number>/since/<int:before>", plans.difference, name="difference"),
    path("agreements", agreements.agreement_list, name="agreements"),
    path("make-agreement", agreements.add, name="add-agreement"),
    # A number may hold slashes, so the longer addresses come first.
    path("agreements/<path:number>/move", agreements.move, name="move"),
    path("agreements/<path:number>/milestones", agreements.milestone, name="milestone"),
    path("agreements/<path:number>/milestones/<int:sequence>", corrections.correct, name="correct"),
    path("agreements/<path:number>", agreements.agreement, name="agreement"),
]
