from django.urls import include, path

from raabta.web.insights import analyses, answers, behind, campaign_reports, people

patterns = [
    path("campaigns/<int:pk>.csv", campaign_reports.export, name="campaign_csv"),
    path("campaigns/<int:pk>/breakdowns", campaign_reports.breakdowns, name="breakdowns"),
    path("campaigns/<int:pk>/<str:number>.csv", people.export, name="people_csv"),
    path("campaigns/<int:pk>/<str:number>", people.index, name="people"),
]
asked = [
    path("", analyses.index, name="index"),
    path("new/<slug:kind>", analyses.new, name="new"),
    path("answer/<slug:kind>", answers.create, name="answer"),
    path("people/<slug:kind>", behind.show, name="people"),
    path("audience/<slug:kind>", behind.create, name="audience"),
    path("<int:analysis_id>", analyses.show, name="show"),
    path("<int:analysis_id>.csv", answers.export, name="csv"),
    path("<int:analysis_id>/edit", analyses.edit, name="edit"),
    path("<int:analysis_id>/delete", analyses.delete, name="delete"),
]
urlpatterns = [
    path("reports/", include((patterns, "reports"))),
    path("analyses/", include((asked, "analyses"))),
]
