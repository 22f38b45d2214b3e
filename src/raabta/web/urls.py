"""Every page's address; each context's pages have a `urls.py` of their own."""

from importlib import import_module

from django.urls import include, path

app_name = "web"
CONTEXTS = (
    "api_docs",
    "home",
    "workspaces",
    "campaigns",
    "forms",
    "insights",
    "content",
    "audiences",
    "customers",
    "commerce",
    "objects",
    "palette",
    "messaging",
    "rights",
    "tracking",
)
urlpatterns = [path("", include(import_module(f"raabta.web.{name}.urls"))) for name in CONTEXTS]
