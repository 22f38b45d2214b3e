from django.apps import AppConfig


class Config(AppConfig):
    name = "raabta.insights"

    def ready(self) -> None:
        from raabta.insights.verbs import VERBS
        from raabta.workspaces.verbs import name_verbs

        name_verbs(VERBS)
