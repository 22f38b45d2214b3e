from django.apps import AppConfig


class Config(AppConfig):
    name = "raabta.web"

    def ready(self) -> None:
        from raabta.web.accounts import seal_second_factors  # noqa: PLC0415  allauth has models

        seal_second_factors()
