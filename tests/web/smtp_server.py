"""A mail server of one thread on a loopback port, as polite or as rude as a test wants it."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

REPLIES = {"EHLO": "250 here", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "QUIT": "221 bye"}


@dataclass
class Mailbox:
    """`replies` override the polite ones; `slow`: seconds before each; `commands`, `letters`: what came."""

    replies: dict[str, str] = field(default_factory=dict)
    slow: float = 0
    port: int = 0
    commands: list[str] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)


class Conversation(socketserver.StreamRequestHandler):
    server: "Server"

    def say(self, line: str) -> None:
        time.sleep(self.server.box.slow)
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        box = self.server.box
        try:
            self.say("220 here")
            while line := self.rfile.readline():
                box.commands.append(line.decode().strip())
                name = box.commands[-1][:4].upper()
                reply = {**REPLIES, **box.replies}.get(name, "250 ok")
                self.say(reply)
                if name == "DATA" and reply.startswith("3"):
                    self.receive()
        except OSError:
            return

    def receive(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.server.box.letters.append(letter)
        self.say("250 kept")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    box: Mailbox


@contextmanager
def listening(box: Mailbox) -> Iterator[Mailbox]:
    with Server(("127.0.0.1", 0), Conversation) as server:
        server.box, box.port = box, server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield box
        server.shutdown()
