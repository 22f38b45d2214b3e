from django.apps import AppConfig


class Config(AppConfig):
    name = "raabta.search"

    def ready(self) -> None:
        from raabta.kernel import changes  # noqa: PLC0415  models load first
        from raabta.search.services import follow_changes  # noqa: PLC0415

        changes.follow(follow_changes)
