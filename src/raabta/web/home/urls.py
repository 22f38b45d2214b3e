from django.urls import path

from raabta.web.home import health, home, preferences

urlpatterns = [
    path("", home.index, name="home"),
    path("health", health.show, name="health"),
    path("growth", home.growth, name="growth"),
    path("theme", preferences.theme, name="theme"),
    path("language", preferences.language, name="language"),
]
