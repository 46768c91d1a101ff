"""Addresses of the desk."""

from django.urls import path

from aftercare.desk.views import acting, alerts, board, case, intake, listing, parts

app_name = "desk"

urlpatterns = [
    path("intake", intake.intake, name="intake"),
    path("intake/live", intake.live, name="intake-live"),
    path("intake/find", intake.find, name="find"),
    path("intake/newcomer", intake.newcomer, name="newcomer"),
    path("search", intake.search_page, name="search"),
    path("board", board.board, name="board"),
    path("alerts", alerts.alerts, name="alerts"),
    path("alerts/bell", alerts.bell, name="bell"),
    path("alerts/read", alerts.read_alerts, name="read-alerts"),
    path("alerts/<int:key>/open", alerts.open_alert, name="open-alert"),
    path("views/<slug:page>/save", board.save_view, name="save-view"),
    path("views/<slug:page>/drop", board.drop_view, name="drop-view"),
    path("cases", listing.cases, name="cases"),
    path("cases.csv", listing.cases_csv, name="cases-csv"),
    path("register", listing.register, name="register"),
    path("cases/<str:number>", case.case, name="case"),
    path("cases/<str:number>/act/<str:what>", acting.act, name="act"),
    path("cases/<str:number>/split", parts.split, name="split"),
    path("parts", parts.parts, name="parts"),
    path("parts/<int:pk>", parts.part, name="part"),
    path("parts/<int:pk>/act/<slug:what>", parts.act_on_part, name="act-on-part"),
    path("cases/<str:number>/files", acting.add_files, name="add-files"),
    path("cases/<str:number>/files/<int:key>", acting.file, name="file"),
    path("cases/<str:number>/link", acting.link, name="link"),
]
