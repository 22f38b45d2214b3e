from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Config(AppConfig):
    name = "raabta.content"

    def ready(self) -> None:
        from raabta.workspaces.verbs import name_verbs  # noqa: PLC0415  models load first

        name_verbs(
            {
                "template.created": _("created a template"),
                "template.changed": _("changed a template"),
                "template.archived": _("archived a template"),
                "template.restored": _("restored a template"),
                "template.language_added": _("added a language to a template"),
                "template.language_removed": _("removed a language from a template"),
                "brand.changed": _("changed the brand"),
                "image.uploaded": _("uploaded a picture"),
                "image.removed": _("removed a picture"),
            }
        )
