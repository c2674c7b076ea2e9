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
import ssl
import sys

from slixmpp import JID, ClientXMPP
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath


def tell(event, **details):
    print(json.dumps({"event": event, **details}), flush=True)


class Colleague(ClientXMPP):
    def __init__(self, jid, password):
        super().__init__(jid, password)
        self.messages = 0  # that came
        for plugin in ("xep_0030", "xep_0045", "xep_0054", "xep_0059", "xep_0115", "xep_0191", "xep_0198", "xep_0199", "xep_0280", "xep_0313"):
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
        self.add_event_handler("carbon_sent", self.on_carbon)
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
            tell("message", sender=str(message["from"]), body=message["body"], late=bool(message.xml.find("{urn:xmpp:delay}delay") is not None))

    def on_groupchat(self, message):
        if message["body"]:
            tell("groupchat", sender=str(message["from"]), body=message["body"], late=bool(message.xml.find("{urn:xmpp:delay}delay") is not None))

    def on_presence(self, presence):
        tell("presence", sender=str(presence["from"]), kind=presence["type"])

    def on_carbon(self, message):
        copy = message["carbon_sent"]
        tell("carbon", to=str(copy["to"]), body=copy["body"])

    async def do_send(self, to, body):
        self.send_message(mto=to, mbody=body, mtype="chat")

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

    async def do_quit(self):
        await self.disconnect()
        asyncio.get_event_loop().stop()


async def obey(client):
    reader = asyncio.StreamReader()
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
