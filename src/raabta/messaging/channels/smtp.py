import socket
from collections.abc import Sequence
from typing import ClassVar, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, SecretStr

from raabta.messaging.channel import Channel, ChannelProblem, Delivery, Mail, Way
from raabta.messaging.smtp.connection import Connection, Down, Server
from raabta.messaging.smtp.pool import pool_of


class Smtp(Channel):
    """A mail server of the business or of its provider.

    An administrator may name a private address here: a company's own relay usually has one.
    """

    key: ClassVar[str] = "smtp"
    label: ClassVar[str | Promise] = gettext_lazy("SMTP server")
    text: ClassVar[str | Promise] = gettext_lazy(
        "Sends through a mail server of yours or of a provider."
    )

    words: ClassVar[dict[str, str | Promise]] = {
        "starttls": gettext_lazy("STARTTLS (usually port 587)"),
        "tls": gettext_lazy("TLS from the start (usually port 465)"),
        "none": gettext_lazy("None (only inside your own network)"),
    }

    host: str = Field(title=gettext_lazy("Host"), min_length=1, max_length=253)  # type: ignore[call-overload]
    port: int = Field(587, title=gettext_lazy("Port"), ge=1, le=65535)  # type: ignore[call-overload]
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", title=gettext_lazy("Encryption")
    )  # type: ignore[call-overload]
    user: str = Field("", title=gettext_lazy("User name"), max_length=200)  # type: ignore[call-overload]
    password: SecretStr = Field(SecretStr(""), title=gettext_lazy("Password"))  # type: ignore[call-overload]
    connections: int = Field(4, title=gettext_lazy("Most connections at once"), ge=1, le=20)  # type: ignore[call-overload]
    timeout: int = Field(20, title=gettext_lazy("Seconds to wait for an answer"), ge=1, le=300)  # type: ignore[call-overload]

    def deliver(self, mails: Sequence[Mail], way: Way) -> Delivery:
        return pool_of(self._server()).deliver(mails, way, most=self.connections)

    def check(self) -> str:
        try:
            Connection(self._server()).close()
        except Down as trouble:
            place = {"host": self.host, "port": self.port, "words": str(trouble)}
            raise ChannelProblem(
                _("%(host)s:%(port)s does not accept us: %(words)s") % place
            ) from trouble
        return _("Connected and logged in.") if self.user else _("Connected.")

    def _server(self) -> Server:
        return Server(
            host=self.host,
            port=self.port,
            security=self.security,
            user=self.user,
            password=self.password.get_secret_value(),
            timeout=float(self.timeout),
            name=socket.gethostname() or "localhost",
        )
