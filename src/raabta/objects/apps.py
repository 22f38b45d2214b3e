from django.apps import AppConfig


class Config(AppConfig):
    name = "raabta.objects"

    def ready(self) -> None:
        from raabta.objects.verbs import VERBS  # noqa: PLC0415  models load first
        from raabta.workspaces.verbs import name_verbs  # noqa: PLC0415

        name_verbs(VERBS)
