"""Addresses of the outbox."""

from django.urls import path

from aftercare.outbound.views import letters, opting, outbox

app_name = "outbound"

urlpatterns = [
    path("", outbox.messages, name="messages"),
    path("retry", outbox.retry, name="retry"),
    path("letters", letters.index, name="letters"),
    path("letters/<slug:name>", letters.show, name="letter"),
    path("customers/<int:pk>", opting.wishes, name="wishes"),
    path("opt-outs/<int:pk>/end", opting.allow, name="allow"),
    path("<int:pk>", outbox.message, name="message"),
    path("<int:pk>/<slug:what>", outbox.act, name="act"),
]
