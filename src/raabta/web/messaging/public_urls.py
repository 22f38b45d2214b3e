"""The addresses in mails; nobody is logged in there, a signature proves each."""

from django.urls import path

from raabta.web.messaging import (
    clicks,
    confirmations,
    data_downloads,
    online,
    opens,
    preferences,
    unsubscriptions,
)

urlpatterns = [
    path("c/<str:token>/<str:key>/<str:signature>", clicks.show, name="click"),
    path("o/<str:token>.gif", opens.show, name="open"),
    path("v/<str:token>/<str:signature>", online.show, name="view"),
    path("u/<str:token>/<str:signature>", unsubscriptions.new, name="unsubscribe"),
    path("y/<str:token>/<str:signature>", confirmations.new, name="confirm"),
    path("d/<int:job_id>/<str:signature>", data_downloads.show, name="download"),
    path("p/<str:token>/<str:signature>", preferences.edit, name="preferences"),
]
