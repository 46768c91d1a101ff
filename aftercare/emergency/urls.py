"""Addresses of incidents and of the leading group."""

from django.urls import path

from aftercare.emergency.views import acting, grouping, looking

app_name = "emergency"

urlpatterns = [
    path("", looking.incidents, name="incidents"),
    path("add", acting.declare, name="declare"),
    path("of/<str:number>", looking.of_case, name="of-case"),
    path("group", grouping.group, name="group"),
    path("group/add", grouping.add, name="add-member"),
    path("group/<int:pk>/head", grouping.head, name="make-head"),
    path("group/<int:pk>/end", grouping.end, name="end-member"),
    path("measures/<int:pk>/act/<slug:what>", acting.act_on_measure, name="act-on-measure"),
    path("<str:number>", looking.incident, name="incident"),
    path("<str:number>/report", looking.report, name="report"),
    path("<str:number>/here", acting.here, name="here"),
    path("<str:number>/act/<slug:what>", acting.act, name="act"),
]
