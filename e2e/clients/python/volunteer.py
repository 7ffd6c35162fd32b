"""A volunteer that takes part in every round and trains nothing. Written from docs/protocol.md alone.

    python3 e2e/clients/python/volunteer.py http://127.0.0.1:8787
"""

import hashlib
import random
import secrets
import sys
import time
from urllib.request import urlopen

from connection import Closed, Connection, Ended, Refused
from update import read_header, write_update

PROTOCOL = 6
CHUNK_BYTES = 262_144
MOST_STARTS = 4
DEVICE = {"kind": "cpu", "label": "Python %d.%d" % sys.version_info[:2], "executor": "python/none"}


class Volunteer:
    def __init__(self, url):
        self.url = url
        self.resume = None
        self.update = None  # (what is announced, bytes) of the newest task

    def run(self):
        """Until the run is over; a lost connection is made again."""
        wait = 1.0
        while True:
            try:
                connection = Connection(self.url)
                self.greet(connection)
                wait = 1.0
                if self.serve(connection):
                    return connection.close()
            except (Closed, OSError) as error:
                say("no connection (%s); again in %.0f s" % (error, wait))
                time.sleep(wait * random.uniform(0.75, 1.25))
                wait = min(120.0, 2 * wait)

    def greet(self, connection):
        hello = {"protocol": PROTOCOL, "role": "volunteer", "room": None, "device": DEVICE}
        if self.resume:
            hello["resume"] = self.resume
        you = connection.ask("hello", hello)["you"]
        self.resume = {"clientId": you["clientId"], "token": you["token"]}
        self.fetch("shards", you["shard"]["hash"])
        connection.ask("state", {"state": "ready"})
        say("client %d, %s" % (you["client"], you["name"]))

    def serve(self, connection):
        """Does what the coordinator says; true when the run has ended."""
        while True:
            event, message = connection.next_event()
            if event == "task":
                self.take(connection, message)
            elif event == "new-run":
                self.update = None
                self.greet(connection)
            elif event == "log" and any(each["type"] == "run-ended" for each in message):
                connection.ask("leave", {})
                return True

    def take(self, connection, task):
        connection.ask("state", {"state": "training"})
        if not self.is_of(task):
            self.update = self.train(task)
        connection.ask("state", {"state": "sending"})
        try:
            self.send(connection)
            say("round %d: counted" % task["round"])
        except Refused as error:
            say("round %d: %s" % (task["round"], error))
            if error.code not in ("update/late", "update/enough", "update/not-invited"):
                self.update = None
                fact = {"round": task["round"], "fact": str(error)[:200]}
                connection.ask("training-failed", fact)
        connection.ask("state", {"state": "ready"})

    def is_of(self, task):
        """The update that is there answers this task, too: it came again."""
        if self.update is None:
            return False
        begin, _ = self.update
        wanted = (task["runId"], task["round"], task["model"]["hash"])
        return (begin["runId"], begin["round"], begin["baseHash"]) == wanted

    def train(self, task):
        started = time.monotonic()
        model = self.fetch("models", task["model"]["hash"])
        data = write_update(read_header(model), task["train"]["updateEncoding"])
        begin = {
            "runId": task["runId"],
            "round": task["round"],
            "attempt": task["attempt"],
            "baseHash": task["model"]["hash"],
            "updateId": secrets.token_urlsafe(12),
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "loss": None,
            "accuracy": None,
            "seconds": time.monotonic() - started,
            "spikeRates": [],
        }
        return begin, data

    def send(self, connection):
        for start in range(1, MOST_STARTS + 1):
            try:
                return self.send_once(connection)
            except Refused as error:
                if error.retry != "now" or start == MOST_STARTS:
                    raise

    def send_once(self, connection):
        begin, data = self.update
        answer = connection.ask("upload-begin", begin)
        while not answer["done"] and answer["offset"] < len(data):
            offset = answer["offset"]
            piece = data[offset : offset + CHUNK_BYTES]
            message = {"updateId": begin["updateId"], "offset": offset}
            answer = connection.ask("upload-chunk", message, piece)
        if not answer["done"]:
            connection.ask("upload-commit", {"updateId": begin["updateId"]})

    def fetch(self, kind, name):
        with urlopen("%s/%s/%s" % (self.url, kind, name), timeout=60) as response:
            data = response.read()
        if hashlib.sha256(data).hexdigest() != name:
            raise Closed("%s/%s arrived with other bytes" % (kind, name))
        return data


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        Volunteer(sys.argv[1].rstrip("/")).run()
    except (Refused, Ended) as error:
        sys.exit(str(error))
