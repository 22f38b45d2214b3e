from django.urls import include, path

from raabta.web.api_docs import resources

patterns = [
    path("", resources.index, name="index"),
    path("/<slug:resource>", resources.show, name="show"),
]
urlpatterns = [path("api/docs", include((patterns, "api_docs")))]
