from django.urls import include, path
from django.views.generic import RedirectView

from raabta.api.api import build

api = build()
urlpatterns = [
    path("api/v1/", api.urls),
    path("accounts/sessions/", RedirectView.as_view(pattern_name="web:sessions:index")),
    path("accounts/", include("allauth.urls")),
    path("", include("raabta.web.urls")),
]

handler403 = "raabta.web.errors.forbidden"
handler404 = "raabta.web.errors.missing"
handler500 = "raabta.web.errors.broken"
