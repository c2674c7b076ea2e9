"""Takes one JSON object a line on Gajim's standard input, {"do": NAME, ...}, and writes what happens as one JSON object a line
on standard output, {"event": NAME, ...}. The commands are the methods whose names begin with "do_". What is done is done by
Gajim's own modules, the way its windows do it; what is told is what these windows are told.
"""

import json
import os
import pathlib
import time

from gi.repository import GLib

from gajim.common import app, ged
from gajim.common.structs import OutgoingMessage
from gajim.plugins import GajimPlugin
from nbxmpp.protocol import JID

def tell(event, **details):
    print(json.dumps({"event": event, **details}), flush=True)


# Gajim takes the first name of this module, in the order of the alphabet, that is a plugin, and stumbles over what is no class.
class Conformance(GajimPlugin):
    ACCOUNT = "account"

    def init(self):
        self.waiting = b""
        self.followed = False
        self.events_handlers = {
            "signed-in": (ged.POSTGUI, self.on_signed_in),
            "presence-received": (ged.POSTGUI, self.on_presence),
            "message-received": (ged.POSTGUI, self.on_message),
            "gc-message-received": (ged.POSTGUI, self.on_message),
            "mam-message-received": (ged.POSTGUI, self.on_archived),
            "http-upload-started": (ged.POSTGUI, self.on_upload),
            "http-upload-error": (ged.POSTGUI, lambda event: tell("failed", why=event.error_msg)),
        }

    def activate(self):
        GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, self.on_input)

    def on_input(self, *_):
        read = os.read(0, 65536)
        if not read:
            self.do_quit()
            return False
        *lines, self.waiting = (self.waiting + read).split(b"\n")
        for line in lines:
            command = json.loads(line)
            try:
                getattr(self, "do_" + command.pop("do"))(**command)
            except Exception as problem:  # the suite sees what went wrong and fails
                tell("failed", command=line.decode(), why=repr(problem))
        return True

    @property
    def client(self):
        return app.get_client(self.ACCOUNT)

    def contact(self, jid, groupchat=False):
        return self.client.get_module("Contacts").get_contact(jid, groupchat=groupchat)

    def on_signed_in(self, event):
        if not self.followed:
            self.followed = True
            event.conn.connect_signal("state-changed", self.on_state)
        tell("signed-in")

    def on_state(self, _client, _signal, state):
        tell("state", state=state.name)

    def on_presence(self, event):
        tell("presence", sender=event.fjid, show=event.show, status=event.status)

    def on_message(self, event):
        tell("message", sender=event.fjid, body=event.msgtxt, late=event.delayed is not None)

    def on_archived(self, event):
        tell("archived", other=str(event.jid), body=event.msgtxt)

    def on_upload(self, event):
        event.transfer.connect("state-changed", self.on_upload_state)

    def on_upload_state(self, transfer, _signal, state):
        tell("upload", state=state.value, problem=transfer.error_text)

    def do_contacts(self):
        contacts = self.client.get_module("Roster").iter_contacts()
        tell("contacts", contacts=[{"jid": str(one.jid), "show": one.show.value} for one in contacts])

    def do_open(self, other):
        app.window.add_chat(self.ACCOUNT, JID.from_string(other), "contact", select=True)

    def do_send(self, to, body):
        self.say(self.contact(to), body, "chat")

    def do_say(self, room, body):
        self.say(self.contact(room, True), body, "groupchat")

    def say(self, contact, body, kind):
        self.client.send_message(OutgoingMessage(account=self.ACCOUNT, contact=contact, message=body, type_=kind))

    def do_join(self, room, nick):
        self.client.get_module("MUC").join(room, nick)
        self.contact(room, True).connect("room-joined", self.on_joined)

    def on_joined(self, room, _signal):
        tell("joined", room=str(room.jid), occupants=sorted(one.name for one in room.get_participants()))

    def do_file(self, to, path):
        self.client.get_module("HTTPUpload").send_file(self.contact(to), pathlib.Path(path))

    def do_status(self, show, message=""):
        self.client.change_status(show, message)

    def do_log(self, other):
        """What Gajim has kept of the talk with somebody, or in a room, in its own database."""
        now = time.time() + 1
        rows = app.storage.archive.get_conversation_before_after(self.ACCOUNT, JID.from_string(other), True, now, 100)
        tell("log", lines=[row.message for row in reversed(rows)])

    def do_quit(self):
        app.window.quit()
