"""Messages and answers over one WebSocket: Socket.IO 5 over Engine.IO 4."""

import json
from collections import deque

from websocket import Closed, WebSocket

# A ping comes every 25 s; without one for 20 s more the connection is dead.
SILENCE_SECONDS = 45


class Ended(Exception):
    """The server has ended this connection for good."""


class Refused(Exception):
    """An answer with `ok: false`."""

    def __init__(self, error):
        super().__init__("%(code)s: %(fact)s. %(cure)s" % error)
        self.code = error["code"]
        self.retry = error["retry"]


class Connection:
    def __init__(self, url):
        self._socket = WebSocket(url + "/socket.io/?EIO=4&transport=websocket", SILENCE_SECONDS)
        self._events = deque()
        self._last_id = -1
        if not self._socket.receive().startswith("0"):
            raise Closed("no Engine.IO open packet")
        self._socket.send("40")
        while not (packet := self._packet()).startswith("0"):
            if packet.startswith("4"):
                raise Closed("refused: " + packet[1:])

    def ask(self, event, message, attachment=None):
        """The answer to a message; `attachment` are the bytes of its field `data`."""
        self._last_id += 1
        if attachment is not None:
            message = {**message, "data": {"_placeholder": True, "num": 0}}
        kind = "42" if attachment is None else "451-"
        self._socket.send("%s%d%s" % (kind, self._last_id, json.dumps([event, message])))
        if attachment is not None:
            self._socket.send(attachment)
        while True:
            packet = self._packet()
            start = "3%d[" % self._last_id
            if packet.startswith(start):
                (answer,) = json.loads(packet[len(start) - 1 :])
                if not answer["ok"]:
                    raise Refused(answer["error"])
                return answer
            self._keep(packet)

    def next_event(self):
        """`(event, message)` as the server says it; `message` is None where there is none."""
        while not self._events:
            self._keep(self._packet())
        return self._events.popleft()

    def close(self):
        self._socket.close()

    def _packet(self):
        """The next Socket.IO packet, pings answered."""
        while True:
            text = self._socket.receive()
            if not isinstance(text, str):
                continue  # the server sends no attachments
            if text.startswith("4"):
                return text[1:]
            if text == "2":
                self._socket.send("3")
            elif text.startswith("1"):
                raise Closed("the server closed the connection")

    def _keep(self, packet):
        if packet.startswith("1"):
            raise Ended("the server ended this connection")
        if packet.startswith("2["):
            event, *messages = json.loads(packet[1:])
            self._events.append((event, messages[0] if messages else None))
