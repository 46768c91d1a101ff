"""A wire to a mail server that can be bad: it breaks, or the answer to a question is a refusal."""

import re
import select
import socket
import threading
from dataclasses import dataclass, field

from aftercare.kit.tests.ports import free_port


@dataclass
class Wire:
    """Passes on what client and server say; what matches is cut off or refused instead."""

    server_port: int
    port: int = field(default_factory=free_port)
    breaks_at: re.Pattern[bytes] | None = None
    refuses: re.Pattern[bytes] | None = None
    asked: list[bytes] = field(default_factory=list)
    _counter: socket.socket | None = None

    def open(self) -> None:
        self._counter = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._serve, args=(self._counter,), daemon=True).start()

    def close(self) -> None:
        if self._counter is not None:
            self._counter.shutdown(socket.SHUT_RDWR)
            self._counter.close()
            self._counter = None

    def _serve(self, counter: socket.socket) -> None:
        while True:
            try:
                client, _address = counter.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self.server_port)) as server:
            while self._pass_on(client, server):
                pass

    def _pass_on(self, client: socket.socket, server: socket.socket) -> bool:
        ready, _write, _wrong = select.select([client, server], [], [], 30)
        for side in ready:
            said = side.recv(65_536)
            if not said:
                return False
            if side is server:
                client.sendall(said)
                continue
            self.asked.append(said)
            if self.breaks_at and self.breaks_at.search(said):
                return False
            if self.refuses and self.refuses.search(said):
                client.sendall(said.partition(b" ")[0] + b" NO [SERVERBUG] not this one\r\n")
            else:
                server.sendall(said)
        return bool(ready)
