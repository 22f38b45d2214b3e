"""The family of identities: what points to a person, and the form in which it is compared."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from pydantic import BaseModel

from raabta.kernel.registry import Registry

EMAIL, PHONE, USER_ID, ANONYMOUS_ID = "email", "phone", "user_id", "anonymous_id"


class IdentityKind(BaseModel):
    """One kind. A person is reached at an address, and known by what is none."""

    key: ClassVar[str]
    label: ClassVar[Promise]
    icon: ClassVar[str]
    problem: ClassVar[Promise]  # what to say of a text that is none, with %(text)s
    field: ClassVar[str] = ""  # where the primary one is repeated on the customer

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "key" in cls.__dict__:
            identity_kinds.register(cls.key, cls)

    @classmethod
    def normalise(cls, text: str, region: str) -> str:
        """The form that matching compares, "" for a blank; `region` is the person's country.

        Raises normalise.Invalid.
        """
        raise NotImplementedError


identity_kinds: Registry[IdentityKind] = Registry("identity_kinds")


def addresses() -> list[str]:
    """The kinds at which a person can be reached."""
    return [member.key for member in identity_kinds.members() if member.field]
