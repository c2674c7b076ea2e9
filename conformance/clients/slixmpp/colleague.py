#!/usr/bin/python3
"""A colleague who uses slixmpp, driven by the conformance suite.

Usage: colleague.py JID HOST PORT, with the password in the environment variable STOA_PASSWORD.

It takes one JSON object a line on standard input, {"do": NAME, ...}, and writes what happens as one JSON object a line on
standard output, {"event": NAME, ...}. The commands are the methods of Colleague whose names begin with "do_". It uses the
library as its documentation says; nothing of the protocol is written here.
"""

import asyncio
import json
import logging
import os
import pathlib
import ssl
import sys
from xml.etree import ElementTree

from slixmpp import JID, ClientXMPP
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath


def tell(event, **details):
    print(json.dumps({"event": event, **details}), flush=True)


class Colleague(ClientXMPP):
    def __init__(self, jid, password):
        super().__init__(jid, password)
        self.messages = 0  # that came
        for plugin in ("xep_0030", "xep_0045", "xep_0050", "xep_0054", "xep_0059", "xep_0066", "xep_0115", "xep_0191", "xep_0198", "xep_0199", "xep_0249", "xep_0280", "xep_0313", "xep_0363"):
            self.register_plugin(plugin)
        # The server under test has made its own certificate.
        self.ssl_context.check_hostname = False
        self.ssl_context.verify_mode = ssl.CERT_NONE
        self.add_event_handler("session_start", self.on_session_start)
        self.add_event_handler("failed_auth", lambda failure: tell("refused", why=str(failure)))
        self.add_event_handler("disconnected", lambda reason: tell("disconnected", why=str(reason)))
        self.add_event_handler("message", self.on_message)
        self.add_event_handler("groupchat_message", self.on_groupchat)
        self.add_event_handler("presence_available", self.on_presence)
        self.add_event_handler("presence_unavailable", self.on_presence)
        self.add_event_handler("presence_error", self.on_presence_error)
        self.add_event_handler("changed_status", self.on_status)
        self.add_event_handler("carbon_sent", self.on_carbon)
        self.add_event_handler("roster_update", self.on_roster)
        # The plugin's own handler of a decline fails (it asks for an attribute it does not have), so these are read here.
        muc = "{http://jabber.org/protocol/muc#user}"
        for name, told in (("invite", self.on_invited), ("decline", self.on_declined)):
            self.register_handler(Callback(name, MatchXPath("{jabber:client}message/" + muc + "x/" + muc + name), told))
        self.register_handler(Callback("occupant", MatchXPath("{jabber:client}presence/" + muc + "x"), self.on_occupant))
        # Runs after the plugin's own handler, which has answered by then (XEP-0198, section 4).
        self.register_handler(Callback("asked", MatchXPath("{urn:xmpp:sm:3}r"), lambda _: tell("acknowledged", messages=self.messages)))

    async def on_session_start(self, _):
        roster = await self.get_roster()
        self.send_presence()
        listed = [str(item["jid"]) for item in roster["roster"]]
        mechanism = self["feature_mechanisms"].mech.name
        tell("signed-in", jid=self.boundjid.full, roster=listed, mechanism=mechanism, tls=self.transport.get_extra_info("cipher")[1])

    def on_message(self, message):
        self.messages += 1
        if message["type"] in ("chat", "normal") and message["body"]:
            tell("message", sender=str(message["from"]), body=message["body"], late=bool(message.xml.find("{urn:xmpp:delay}delay") is not None), number=self.messages)

    def on_groupchat(self, message):
        if message["body"]:
            tell("groupchat", sender=str(message["from"]), body=message["body"], late=bool(message.xml.find("{urn:xmpp:delay}delay") is not None))

    def on_presence(self, presence):
        tell("presence", sender=str(presence["from"]), kind=presence["type"])

    def on_presence_error(self, presence):
        tell("presence-error", sender=str(presence["from"]), condition=presence["error"]["condition"])

    def on_occupant(self, presence):
        """What is told of those inside of rooms, oneself too; the library does not know hats."""
        hats = [hat.get("title") for hat in presence.xml.iter("{urn:xmpp:hats:0}hat")]
        tell("occupant", sender=str(presence["from"]), kind=presence["type"], hats=hats)

    def on_status(self, presence):
        tell("status", sender=str(presence["from"]), show=presence["show"], status=presence["status"])

    def on_roster(self, iq):
        if iq["type"] == "set":
            for jid, item in iq["roster"]["items"].items():
                tell("contact", jid=str(jid), subscription=item["subscription"], name=item["name"], groups=sorted(item["groups"]))

    def on_carbon(self, message):
        copy = message["carbon_sent"]
        tell("carbon", to=str(copy["to"]), body=copy["body"])

    def on_invited(self, message):
        invite = message.xml.find("{http://jabber.org/protocol/muc#user}x/{http://jabber.org/protocol/muc#user}invite")
        tell("invited", room=str(message["from"]), sender=invite.get("from"))

    def on_declined(self, message):
        decline = message.xml.find("{http://jabber.org/protocol/muc#user}x/{http://jabber.org/protocol/muc#user}decline")
        tell("declined", room=str(message["from"]), by=decline.get("from"))

    async def do_send(self, to, body, id=None):
        message = self.make_message(mto=to, mbody=body, mtype="chat")
        if id:
            message["id"] = id
        message.send()

    async def do_learn(self, plugins):
        """From now on it knows these extensions, and tells every message as it came."""
        for plugin in plugins.split():
            self.register_plugin(plugin)
        every = MatchXPath("{jabber:client}message")
        self.register_handler(Callback("every message", every, lambda message: tell("heard", xml=str(message))))
        tell("learnt")

    async def do_react(self, to, kind, line, emoji):
        message = self.make_message(mto=to, mtype=kind)
        self["xep_0444"].set_reactions(message, line, emoji.split())
        message.enable("store")
        message.send()

    async def do_correct(self, to, kind, line, body):
        message = self.make_message(mto=to, mbody=body, mtype=kind)
        message["replace"]["id"] = line
        message.send()

    async def do_reply(self, to, author, line, body):
        self["xep_0461"].send_reply(author, line, mto=to, mbody=body, mtype="chat")

    async def do_mark(self, to, line):
        self["xep_0333"].send_marker(JID(to), line, "displayed")

    async def do_wire(self, stanza):
        """What the library has no words for."""
        self.send_raw(stanza)

    async def do_ask(self, to, payload, kind="get"):
        """A request the library has no words for; an error is a problem."""
        request = self.make_iq(ito=JID(to), itype=kind)
        request.append(ElementTree.fromstring(payload))
        tell("answer", xml=str(await request.send()))

    async def do_status(self, show, status):
        self.send_presence(pshow=show, pstatus=status)

    async def find_uploads(self):
        """The plugin's own search does not work with Python 3.11."""
        disco = self["xep_0030"]
        services = await disco.get_items(jid=self.boundjid.domain)
        for address, _node, _name in services["disco_items"]["items"]:
            info = await disco.get_info(jid=address)
            if "urn:xmpp:http:upload:0" in info["disco_info"]["features"]:
                self["xep_0363"].upload_service = JID(address)

    async def do_file(self, to, path):
        await self.find_uploads()
        address = await self["xep_0363"].upload_file(pathlib.Path(path))
        message = self.make_message(mto=to, mbody=address, mtype="chat")
        message["oob"]["url"] = address
        message.send()

    async def do_carbons(self):
        await self["xep_0280"].enable()
        tell("carbons-on")

    async def do_block(self, who):
        await self["xep_0191"].block(JID(who))
        tell("blocked", list=await self.blocked())

    async def do_unblock(self, who):
        await self["xep_0191"].unblock(JID(who))
        tell("unblocked", list=await self.blocked())

    async def blocked(self):
        answer = await self["xep_0191"].get_blocked()
        return sorted(str(jid) for jid in answer["blocklist"]["items"])

    async def do_join(self, room, nick):
        await self["xep_0045"].join_muc_wait(room, nick, maxstanzas=0, timeout=20)
        tell("joined", room=room, occupants=sorted(self["xep_0045"].get_roster(room)))

    async def do_invite(self, room, who, reason):
        self["xep_0045"].invite(JID(room), JID(who), reason=reason)

    async def do_invite_directly(self, room, who, reason):
        self["xep_0249"].send_invitation(JID(who), JID(room), reason=reason)

    async def do_leave(self, room, nick):
        self["xep_0045"].leave_muc(JID(room), nick)

    async def do_ask_voice(self, room):
        self["xep_0045"].request_voice(JID(room), "participant")

    async def do_say(self, room, body):
        self.send_message(mto=room, mbody=body, mtype="groupchat")

    async def do_history(self, where=None, other=None):
        lines = []
        async for result in self["xep_0313"].iterate(jid=where, with_jid=other, reverse=False, rsm={"max": 2}):
            forwarded = result["mam_result"]["forwarded"]["stanza"]
            lines.append({"id": result["mam_result"]["id"], "sender": str(forwarded["from"]), "body": forwarded["body"]})
        tell("history", lines=lines)

    async def do_rooms(self, service):
        items = await self["xep_0030"].get_items(jid=service)
        tell("rooms", rooms=sorted(str(item[0]) for item in items["disco_items"]["items"]))

    async def do_hats(self, room):
        """The hats of a room that it looks after, by the room's own command (XEP-0050)."""
        answer = await self["xep_0050"].send_command(JID(room), "urn:xmpp:hats:commands:list")
        tell("hats", hats=[item["hats#uri"] for item in answer["command"]["form"].get_items()])

    async def do_quit(self):
        await self.disconnect()
        asyncio.get_event_loop().stop()


async def obey(client):
    reader = asyncio.StreamReader(limit=2**21)  # a command may hold a stanza as large as the server takes
    await asyncio.get_event_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        command = json.loads(line)
        try:
            await getattr(client, "do_" + command.pop("do"))(**command)
        except Exception as problem:  # the suite sees what went wrong and fails
            tell("failed", command=line.decode().strip(), why=repr(problem))
    client.abort()
    asyncio.get_event_loop().stop()


def main():
    logging.basicConfig(level=os.environ.get("STOA_LOG", "WARNING"), stream=sys.stderr)
    jid, host, port = sys.argv[1:4]
    client = Colleague(jid, os.environ["STOA_PASSWORD"])
    client.connect(address=(host, int(port)))
    obeying = client.loop.create_task(obey(client))  # the loop itself holds tasks only weakly
    client.loop.run_forever()
    obeying.cancel()


main()
