"""A small mail server that does as it is told, and counts what it took."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Self

Answer = Callable[[str, str], str | None]  # (command, line) -> reply; None: hang up


def content(_command: str, _line: str) -> str | None:
    return ""


@dataclass
class SmtpServer:
    """Runs in a thread. `answer` may reply to any command; "" lets the server reply as usual."""

    answer: Answer = content
    extensions: tuple[str, ...] = ("PIPELINING", "8BITMIME", "SIZE 10000000")
    taken: list[tuple[str, bytes]] = field(default_factory=list)  # (recipient, content)
    connections: int = 0
    port: int = 0

    def __enter__(self) -> Self:
        ready = Event()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop)
        self._thread.join(5)

    def _run(self, ready: Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._tasks: set[asyncio.Task[None]] = set()
        self._server = self._loop.run_until_complete(
            asyncio.start_server(self._accept, "127.0.0.1", self.port)
        )
        self.port = self._server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        self._loop.call_later(0.05, self._loop.stop)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        recipient = ""
        if not await self._say(writer, self._reply("CONNECT", "", "220 here")):
            return
        while line := (await reader.readline()).decode().strip():
            command = line.split(" ")[0].split(":")[0].upper()
            usual = {"EHLO": self._hello(), "DATA": "354 go on", "QUIT": "221 bye"}
            reply = self._reply(command, line, usual.get(command, "250 2.1.0 fine"))
            if command in {"MAIL", "RSET"}:
                recipient = ""
            if command == "RCPT" and reply and reply.startswith("2"):
                recipient = re.sub(r".*<(.*)>.*", r"\1", line)
            if not await self._say(writer, reply):
                return
            goes_on = command == "DATA" and reply is not None and reply.startswith("354")
            if goes_on and not await self._take(reader, writer, recipient):
                return

    async def _take(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, recipient: str
    ) -> bool:
        body = await self._body(reader)
        if body is None:
            return False
        usual = "250 2.0.0 queued as Q1" if recipient else "554 nobody to give it to"
        reply = self._reply("END", recipient, usual)
        if reply and reply.startswith("2"):
            self.taken.append(
                (recipient, body)
            )  # a server delivers, whether its answer arrives or not
        return await self._say(writer, reply)

    async def _body(self, reader: asyncio.StreamReader) -> bytes | None:
        lines = []
        while (line := await reader.readline()) != b".\r\n":
            if not line or self.answer("BODY", str(len(lines))) is None:
                return None
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def _reply(self, command: str, line: str, usual: str) -> str | None:
        given = self.answer(command, line)
        return given if given is None else given or usual

    @staticmethod
    async def _say(writer: asyncio.StreamWriter, reply: str | None) -> bool:
        if reply is None:
            return False
        writer.write(reply.encode() + b"\r\n")
        await writer.drain()
        return True

    def _hello(self) -> str:
        lines = ["here", *self.extensions]
        return "\r\n".join(
            f"250{'-' if at < len(lines) - 1 else ' '}{line}" for at, line in enumerate(lines)
        )
