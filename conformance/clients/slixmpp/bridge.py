#!/usr/bin/python3
"""A component (XEP-0114) built with slixmpp, driven by the conformance suite.

Usage: bridge.py JID HOST PORT, with the secret in the environment variable STOA_PASSWORD. Commands and events are as
those of colleague.py.
"""

import asyncio
import json
import logging
import os
import sys

from slixmpp.componentxmpp import ComponentXMPP


def tell(event, **details):
    print(json.dumps({"event": event, **details}), flush=True)


class Bridge(ComponentXMPP):
    def __init__(self, jid, secret, host, port):
        super().__init__(jid, secret, host, port)
        for plugin in ("xep_0030", "xep_0045", "xep_0199"):
            self.register_plugin(plugin)
        self["xep_0030"].add_identity(category="gateway", itype="sip", name="Bridge")
        self.add_event_handler("session_start", lambda _: tell("connected"))
        self.add_event_handler("disconnected", lambda reason: tell("disconnected", why=str(reason)))
        self.add_event_handler("message", self.on_message)
        self.add_event_handler("groupchat_message", self.on_groupchat)
        self.add_event_handler("presence", self.on_presence)

    def on_message(self, message):
        if message["type"] in ("chat", "normal") and message["body"]:
            tell("message", sender=str(message["from"]), to=str(message["to"]), body=message["body"])
        elif message["type"] == "error":
            tell("error", sender=str(message["from"]), condition=message["error"]["condition"])

    def on_groupchat(self, message):
        if message["body"]:
            tell("groupchat", sender=str(message["from"]), to=str(message["to"]), body=message["body"])

    def on_presence(self, presence):
        tell("presence", sender=str(presence["from"]), to=str(presence["to"]), kind=presence["type"])

    async def do_send(self, sender, to, body, kind="chat"):
        self.send_message(mfrom=sender, mto=to, mbody=body, mtype=kind)

    async def do_join(self, sender, room, nick):
        presence = self.make_presence(pto=f"{room}/{nick}", pfrom=sender)
        presence.enable("muc_join")
        presence.send()

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
    client = Bridge(jid, os.environ["STOA_PASSWORD"], host, int(port))
    client.connect()
    obeying = client.loop.create_task(obey(client))  # the loop itself holds tasks only weakly
    client.loop.run_forever()
    obeying.cancel()


main()
