from django.urls import include, path

from raabta.web.insights import campaign_reports, people

patterns = [
    path("campaigns/<int:pk>.csv", campaign_reports.export, name="campaign_csv"),
    path("campaigns/<int:pk>/breakdowns", campaign_reports.breakdowns, name="breakdowns"),
    path("campaigns/<int:pk>/<str:number>.csv", people.export, name="people_csv"),
    path("campaigns/<int:pk>/<str:number>", people.index, name="people"),
]
urlpatterns = [path("reports/", include((patterns, "reports")))]
