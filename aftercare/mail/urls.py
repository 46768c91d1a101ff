"""Addresses of e-mail."""

from django.urls import path

from aftercare.mail import views

app_name = "mail"

urlpatterns = [
    path("", views.letters, name="letters"),
    path("mailboxes", views.mailboxes, name="mailboxes"),
    path("mailboxes/add", views.add_mailbox, name="add-mailbox"),
    path("mailboxes/<int:pk>/change", views.change_mailbox, name="change-mailbox"),
    path("mailboxes/<int:pk>/retry", views.retry, name="retry-mailbox"),
    path("<int:pk>", views.letter, name="letter"),
    path("<int:pk>/case", views.begin_case, name="begin-case"),
    path("<int:pk>/answer", views.answer, name="answer"),
    path("<int:pk>/append", views.append, name="append"),
    path("<int:pk>/do/<slug:verb>", views.do, name="do"),
    path("<int:pk>/file/<int:file>", views.file, name="file"),
    path("<int:pk>/source", views.source, name="source"),
]
