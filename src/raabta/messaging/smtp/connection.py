"""One connection to a mail server."""

import smtplib
import socket
import ssl
from dataclasses import dataclass
from time import monotonic

from raabta.messaging.channel import Kind, Mail, Outcome
from raabta.messaging.smtp.replies import accepted, is_about_channel, refused


@dataclass(frozen=True)
class Server:
    """Where to connect and how; equal servers share their connections."""

    host: str
    port: int
    security: str  # none, starttls, tls
    user: str
    password: str
    timeout: float
    name: str  # what we call ourselves


class Down(Exception):
    """The server cannot be reached, refuses us, or asks for a break; nothing of a mail is there."""


class Lost(Down):
    """The connection ended before the end of a message was sent."""


class Connection:
    """Greeted, secured and logged in; sends one mail after another.

    The envelope goes in one write where the server allows it (RFC 2920).
    """

    def __init__(self, server: Server) -> None:
        """Connect. Raises Down."""
        self.used_at = monotonic()
        try:
            self._smtp = _connect(server)
            self._pipelines = self._smtp.has_extn("pipelining")
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise Down(_words(error)) from error

    def send(self, mail: Mail) -> Outcome:
        """Hand over one mail. Raises Down (the mail is not there) and then is of no more use."""
        self.used_at = monotonic()
        try:
            answer = self._envelope(mail)
        except (smtplib.SMTPException, OSError) as error:
            raise Lost(_words(error)) from error
        return answer or self._content(mail)

    def is_alive(self) -> bool:
        try:
            return self._smtp.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def close(self) -> None:
        try:
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(1)
                self._smtp.putcmd("quit")
        except (smtplib.SMTPException, OSError):
            pass
        finally:
            self._smtp.close()

    def _envelope(self, mail: Mail) -> Outcome | None:
        """None when the server waits for the content."""
        commands = (f"MAIL FROM:<{mail.envelope_from}>", f"RCPT TO:<{mail.recipient}>", "DATA")
        replies: list[tuple[int, str]] = []
        if self._pipelines:
            self._write("".join(f"{line}\r\n" for line in commands).encode("ascii"))
            replies = [self._reply() for _ in commands]
        else:
            for line in commands:
                self._write(f"{line}\r\n".encode("ascii"))
                replies.append(self._reply())
                if replies[-1][0] >= 400:
                    break
        return self._refusal(replies)

    def _refusal(self, replies: list[tuple[int, str]]) -> Outcome | None:
        at = next((n for n, (code, _text) in enumerate(replies) if code >= 400), None)
        if at is None:
            return None
        code, text = replies[at]
        if len(replies) == 3 and replies[2][0] == 354:
            self._write(b".\r\n")  # it waits for a content although nobody would get it
            self._reply()
        if at == 0 or is_about_channel(code):
            raise Down(f"{code} {text}")
        self._write(b"RSET\r\n")
        self._reply()
        return refused(code, text)

    def _content(self, mail: Mail) -> Outcome:
        try:
            self._write(dotted(mail.raw))
            self._write(b".\r\n")
        except OSError as error:
            raise Lost(_words(error)) from error
        try:
            code, text = self._reply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return Outcome(Kind.UNKNOWN, _words(error))
        if code < 300:
            return accepted(text)
        return refused(code, text)

    def _write(self, data: bytes) -> None:
        if self._smtp.sock is None:
            raise ConnectionError("the connection is closed")
        self._smtp.sock.sendall(data)

    def _reply(self) -> tuple[int, str]:
        code, text = self._smtp.getreply()
        if code == -1:
            raise ConnectionError("the answer is not SMTP")
        return code, text.decode("utf-8", "replace").replace("\n", " ")


def _connect(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    smtp: smtplib.SMTP = (
        smtplib.SMTP_SSL(
            server.host, server.port, server.name, timeout=server.timeout, context=context
        )
        if server.security == "tls"
        else smtplib.SMTP(server.host, server.port, server.name, timeout=server.timeout)
    )
    if server.security == "starttls":
        smtp.starttls(context=context)
    smtp.ehlo_or_helo_if_needed()
    if server.user:
        smtp.login(server.user, server.password)
    if smtp.sock is not None:  # two writes end a message; they must not wait for each other
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return smtp


def dotted(raw: bytes) -> bytes:
    """Lines that begin with a dot get a second one."""
    body = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
    if body.startswith(b"."):
        body = b"." + body
    return body.replace(b"\n.", b"\n..") if b"\n." in body else body


def _words(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return f"{error.smtp_code} {text}"
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
