from django.urls import path

from raabta.web.palette import palette, results

urlpatterns = [
    path("palette", palette.index, name="palette"),
    path("search", results.index, name="search"),
]
