"""Who does something: a colleague, an API key, an import, or the system itself."""

from dataclasses import dataclass

from raabta.workspaces.models import User


@dataclass(frozen=True)
class Actor:
    """Stored beside every change: who, and by which way (ui, api, import, system)."""

    label: str
    via: str
    user_id: int | None = None

    @classmethod
    def user(cls, user: User) -> "Actor":
        return cls(label=str(user), via="ui", user_id=user.pk)


SYSTEM = Actor(label="Raabta", via="system")
