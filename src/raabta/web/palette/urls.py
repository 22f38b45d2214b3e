from django.urls import path

from raabta.web.palette import palette

urlpatterns = [path("palette", palette.index, name="palette")]
