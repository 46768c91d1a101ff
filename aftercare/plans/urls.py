"""Addresses of plans and agreements."""

from django.urls import path

from aftercare.plans.views import agreements, clauses, corrections, covers, plans

app_name = "plans"
urlpatterns = [
    path("plans", plans.plan_list, name="plans"),
    path("plans/new", plans.load, name="load"),
    path("plans/<slug:plan>/<int:number>", plans.plan, name="plan"),
    path("plans/<slug:plan>/<int:number>/text", plans.text, name="text"),
    path("plans/<slug:plan>/<int:number>/since/<int:before>", plans.difference, name="difference"),
    path("clauses", clauses.clause_plans, name="clauses"),
    path("clauses/<slug:catalogue>", clauses.clauses_of_plan, name="clauses-of-plan"),
    path("agreements", agreements.agreement_list, name="agreements"),
    path("make-agreement", agreements.add, name="add-agreement"),
    # A number may hold slashes, so the longer addresses come first.
    path("agreements/<path:number>/move", agreements.move, name="move"),
    path("agreements/<path:number>/milestones", agreements.milestone, name="milestone"),
    path("agreements/<path:number>/milestones/<int:sequence>", corrections.correct, name="correct"),
    path("agreements/<path:number>/things", covers.thing_options, name="thing-options"),
    path("agreements/<path:number>/candidates", covers.candidate_options, name="candidate-options"),
    path("agreements/<path:number>/covers/new", covers.add, name="add-cover"),
    path("agreements/<path:number>/covers/<int:cover>/end", covers.end, name="end-cover"),
    path("agreements/<path:number>/contacts/new", covers.contact, name="add-contact"),
    path("agreements/<path:number>/contacts/<int:contact>", covers.contact, name="contact"),
    path("agreements/<path:number>", agreements.agreement, name="agreement"),
]
