"""Addresses of live consultation: /ask for customers, /consultations for the desk."""

from django.urls import path

from aftercare.chat.views import answering, asking, talking

app_name = "chat"

urlpatterns = [
    path("ask", asking.ask, name="ask"),
    path("ask/open/<str:secret>", asking.open_link, name="open"),
    path("ask/talk", asking.talk, name="talk"),
    path("ask/talk/standing", asking.standing, name="talk-standing"),
    path("ask/talk/finish", asking.finish, name="finish"),
    path("ask/talk/say", talking.say, name="talk-say"),
    path("ask/talk/news", talking.news, name="talk-news"),
    path("ask/talk/signs", talking.signs, name="talk-signs"),
    path("ask/talk/files/<int:key>", talking.file, name="talk-file"),
    path("consultations/", answering.consultations, name="consultations"),
    path("consultations/beside", answering.beside, name="beside"),
    path("consultations/badge", answering.badge, name="badge"),
    path("consultations/duty", answering.duty, name="duty"),
    path("consultations/<int:pk>", answering.consultation, name="consultation"),
    path("consultations/<int:pk>/standing", answering.standing, name="standing"),
    path("consultations/<int:pk>/take", answering.take, name="take"),
    path("consultations/<int:pk>/give-back", answering.give_back, name="give-back"),
    path("consultations/<int:pk>/end", answering.end, name="end"),
    path("consultations/<int:pk>/register", answering.register, name="register"),
    path("consultations/<int:pk>/say", talking.say, name="say"),
    path("consultations/<int:pk>/news", talking.news, name="news"),
    path("consultations/<int:pk>/signs", talking.signs, name="signs"),
    path("consultations/<int:pk>/files/<int:key>", talking.file, name="file"),
]
