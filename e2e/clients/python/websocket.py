"""A WebSocket (RFC 6455) on a plain or TLS socket: whole messages in and out."""

import base64
import hashlib
import os
import socket
import ssl
import struct
from urllib.parse import urlsplit

MAX_MESSAGE = 8 * 1024 * 1024
GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA


class Closed(Exception):
    """The connection has ended."""


class WebSocket:
    def __init__(self, url, timeout):
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        self._socket = socket.create_connection((parts.hostname, port), timeout)
        if parts.scheme == "https":
            context = ssl.create_default_context()
            self._socket = context.wrap_socket(self._socket, server_hostname=parts.hostname)
        self._unread = b""
        self._greet(parts)

    def _greet(self, parts):
        key = base64.b64encode(os.urandom(16)).decode()
        path = parts.path + ("?" + parts.query if parts.query else "")
        lines = [
            "GET %s HTTP/1.1" % path,
            "Host: %s" % parts.netloc,
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: %s" % key,
            "Sec-WebSocket-Version: 13",
        ]
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += self._some()
        head, self._unread = head.split(b"\r\n\r\n", 1)
        status, *fields = head.decode("latin-1").split("\r\n")
        if " 101 " not in status + " ":
            raise Closed(status)
        pairs = (field.split(":", 1) for field in fields if ":" in field)
        headers = {name.lower(): value.strip() for name, value in pairs}
        proof = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
        if headers.get("sec-websocket-accept") != proof:
            raise Closed("this is no WebSocket")

    def send(self, message):
        """`str` as text, `bytes` as binary."""
        if isinstance(message, str):
            self._send_frame(TEXT, message.encode())
        else:
            self._send_frame(BINARY, message)

    def receive(self):
        """The next message; answers pings on the way. Raises `Closed`."""
        parts, kind = b"", None
        while True:
            is_last, code, data = self._frame()
            if code == CLOSE:
                raise Closed("the server closed the connection")
            if code == PING:
                self._send_frame(PONG, data)
            elif code in (TEXT, BINARY, 0):
                kind = code or kind
                parts += data
                if len(parts) > MAX_MESSAGE:
                    raise Closed("a message is too long")
                if is_last:
                    return parts.decode() if kind == TEXT else parts

    def close(self):
        try:
            self._send_frame(CLOSE, struct.pack(">H", 1000))
        except OSError:
            pass  # the other side was faster
        self._socket.close()

    def _send_frame(self, code, data):
        length = len(data)
        if length < 126:
            head = struct.pack(">BB", 0x80 | code, 0x80 | length)
        elif length < 65536:
            head = struct.pack(">BBH", 0x80 | code, 0x80 | 126, length)
        else:
            head = struct.pack(">BBQ", 0x80 | code, 0x80 | 127, length)
        mask = os.urandom(4)
        repeated = (mask * (length // 4 + 1))[:length]
        masked = int.from_bytes(data, "big") ^ int.from_bytes(repeated, "big")
        self._socket.sendall(head + mask + masked.to_bytes(length, "big"))

    def _frame(self):
        first, second = self._exactly(2)
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack(">H", self._exactly(2))
        elif length == 127:
            (length,) = struct.unpack(">Q", self._exactly(8))
        if length > MAX_MESSAGE:
            raise Closed("a frame is too long")
        return bool(first & 0x80), first & 0x0F, self._exactly(length)

    def _exactly(self, length):
        while len(self._unread) < length:
            self._unread += self._some()
        data, self._unread = self._unread[:length], self._unread[length:]
        return data

    def _some(self):
        try:
            data = self._socket.recv(65536)
        except OSError as error:
            raise Closed(str(error)) from error
        if not data:
            raise Closed("the connection ended")
        return data
