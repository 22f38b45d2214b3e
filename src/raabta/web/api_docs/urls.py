from django.urls import include, path

from raabta.web.api_docs import resources

patterns = [
    path("docs", resources.index, name="index"),
    path("docs/<slug:resource>", resources.show, name="show"),
]
urlpatterns = [path("api/", include((patterns, "api_docs")))]
