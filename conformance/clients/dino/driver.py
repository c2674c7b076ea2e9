#!/usr/bin/python3
"""Dino with somebody at its keyboard, driven by the conformance suite.

Usage: driver.py JID within a D-Bus session and an X display of its own, with the password in the environment variable
STOA_PASSWORD and HOME a directory that is Dino's alone.

It takes one JSON object a line on standard input, {"do": NAME, ...}, and writes what happens as one JSON object a line on
standard output, {"event": NAME, ...}. The commands are the functions whose names begin with "do_". Keys go to Dino's window
through X; what Dino has taken in is read in its own database, which tells nobody when it changes and so is looked at again.
"""

import json
import os
import pathlib
import select
import sqlite3
import subprocess
import sys
import time

DATABASE = pathlib.Path(os.environ["HOME"], ".local/share/dino/dino.db")
LOOK_AGAIN_S = 0.1
MOST_REVIVED = 3
DINO = ["dino-im"]

# What is noticed: an event's name, and the rows it is made of. Each row is told once, and again when it has changed.
NOTICED = {
    "contact": "SELECT jid, name, subscription FROM roster",
    "device": "SELECT jid.bare_jid AS other, resource, caps_hash AS capabilities FROM entity JOIN jid ON jid.id = jid_id",
    "message": """
        SELECT message.id AS row, jid.bare_jid AS other, counterpart_resource AS resource, message.type AS type, body,
            CASE direction WHEN 1 THEN 'sent' ELSE 'received' END AS direction
        FROM message JOIN jid ON jid.id = counterpart_id""",
    "talk": "SELECT conversation.id AS number, jid.bare_jid AS other, type, active FROM conversation JOIN jid ON jid.id = jid_id",
    "file": """
        SELECT file_transfer.id AS row, jid.bare_jid AS other, file_name AS name, size, state, path,
            CASE direction WHEN 1 THEN 'sent' ELSE 'received' END AS direction
        FROM file_transfer JOIN jid ON jid.id = counterpart_id""",
}


def tell(event, **details):
    print(json.dumps({"event": event, **details}), flush=True)


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


class Dino:
    def __init__(self, jid, password):
        self.seen = set()
        self.wanted, self.revived = True, 0
        self.process = self.start()
        # Dino makes its database, and is told to go before it has an account.
        self.until(lambda: self.rows("SELECT key FROM settings") is not None)
        self.until(self.window)
        self.wanted = False
        self.leave()
        with sqlite3.connect(DATABASE) as database:
            database.execute("INSERT INTO account (bare_jid, resourcepart, password, enabled) VALUES (?, 'dino', ?, 1)", (jid, password))
        self.process = self.start()
        self.wanted = True
        self.until(self.window)

    def start(self):
        return subprocess.Popen(DINO, stdin=subprocess.DEVNULL, stdout=sys.stderr)

    def until(self, holds):
        while not (answer := holds()):
            self.revive()
            if self.process.poll() is not None:
                raise RuntimeError(f"Dino has ended with {self.process.returncode}")
            time.sleep(LOOK_AGAIN_S)
        return answer

    def rows(self, query):
        """The rows as dictionaries, or None as long as the database has no such table."""
        try:
            with sqlite3.connect(f"file:{DATABASE}?mode=ro", uri=True, timeout=10) as database:
                database.row_factory = sqlite3.Row
                return [dict(row) for row in database.execute(query)]
        except sqlite3.OperationalError:
            return None

    def revive(self):
        """Dino at times crashes as it starts, and its user starts it again; the suite is told."""
        if self.wanted and self.process.poll() is not None:
            tell("ended", status=self.process.returncode)
            if self.revived < MOST_REVIVED:
                self.revived += 1
                self.process = self.start()

    def notice(self):
        for event, query in NOTICED.items():
            for row in self.rows(query) or []:
                told = (event, *row.values())
                if told not in self.seen:
                    self.seen.add(told)
                    tell(event, **row)

    def window(self):
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--class", "dino"], capture_output=True, text=True).stdout.split()
        return found[-1] if found else None

    def act(self, action, *arguments):
        """One of the actions the application offers on its bus, which its own buttons and notifications use too."""
        output_of("gdbus", "call", "--session", "--dest", "im.dino.Dino", "--object-path", "/im/dino/Dino",
                  "--method", "org.gtk.Actions.Activate", action, "[" + ", ".join(f"<{one}>" for one in arguments) + "]", "{}")

    def do_open(self, jid):
        talks = f"SELECT conversation.id AS number FROM conversation JOIN jid ON jid.id = jid_id WHERE jid.bare_jid = '{jid}'"
        self.act("open-conversation", self.until(lambda: self.rows(talks))[0]["number"])

    def do_type(self, text):
        self.press("type", "--delay", "5", text)
        self.press("key", "Return")

    def press(self, *keys):
        window = self.until(self.window)
        output_of("xdotool", "windowfocus", "--sync", window)
        output_of("xdotool", *keys)

    def leave(self):
        if self.process.poll() is None:
            try:
                self.act("quit")
            except subprocess.CalledProcessError:  # nobody is there to be told: it has just crashed, as below
                self.process.terminate()
        self.process.wait()

    def do_leave(self):
        self.wanted = False
        self.leave()
        tell("left")

    def do_return(self):
        self.process = self.start()
        self.wanted = True
        self.until(self.window)


def main():
    dino = Dino(sys.argv[1], os.environ["STOA_PASSWORD"])
    tell("ready")
    waiting = b""
    while True:
        if select.select([0], [], [], LOOK_AGAIN_S)[0]:
            read = os.read(0, 65536)
            if not read:
                break
            *lines, waiting = (waiting + read).split(b"\n")
            for line in lines:
                command = json.loads(line)
                name = command.pop("do")
                if name == "quit":
                    dino.leave()
                    return
                try:
                    getattr(dino, "do_" + name)(**command)
                except Exception as problem:  # the suite sees what went wrong and fails
                    tell("failed", command=line.decode(), why=repr(problem))
        dino.revive()
        dino.notice()
    dino.leave()


main()
