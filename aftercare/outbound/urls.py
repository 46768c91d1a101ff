"""Addresses of the outbox."""

from django.urls import path

from aftercare.outbound.views import broadcasts, letters, opting, outbox, webhooks

app_name = "outbound"

urlpatterns = [
    path("", outbox.messages, name="messages"),
    path("retry", outbox.retry, name="retry"),
    path("letters", letters.index, name="letters"),
    path("letters/<slug:name>", letters.show, name="letter"),
    path("customers/<int:pk>", opting.wishes, name="wishes"),
    path("opt-outs/<int:pk>/end", opting.allow, name="allow"),
    path("webhooks", webhooks.index, name="webhooks"),
    path("webhooks/<int:pk>", webhooks.show, name="webhook"),
    path("webhooks/<int:pk>/rotate", webhooks.rotate, name="rotate"),
    path("webhooks/<int:pk>/<slug:what>", webhooks.act, name="webhook-act"),
    path("broadcasts", broadcasts.index, name="broadcasts"),
    path("broadcasts/write", broadcasts.write, name="write-broadcast"),
    path("broadcasts/<int:pk>", broadcasts.show, name="broadcast"),
    path("broadcasts/<int:pk>/<slug:verb>", broadcasts.move, name="move-broadcast"),
    path("<int:pk>", outbox.message, name="message"),
    path("<int:pk>/<slug:what>", outbox.act, name="act"),
]
