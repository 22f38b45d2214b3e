from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Config(AppConfig):
    name = "raabta.kernel"

    def ready(self) -> None:
        autodiscover_modules("subscribers", "tasks")
