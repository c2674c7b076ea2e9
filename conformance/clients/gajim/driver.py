#!/usr/bin/python3
"""Gajim as somebody has set it up, driven by the conformance suite.

Usage: driver.py JID within a D-Bus session and an X display of its own, with the password in the environment variable
STOA_PASSWORD and HOME a directory that is Gajim's alone. The settings are written by Gajim's own code; then Gajim takes this
process over, with the plugin beside this file, which takes commands and tells what happens.
"""

import os
import pathlib
import shutil
import sys

from gajim.common import app, configpaths
from gajim.common.settings import Settings

ACCOUNT = "account"


def main():
    jid = sys.argv[1]
    configuration = os.path.join(os.environ["HOME"], "gajim")
    configpaths.set_config_root(configuration)
    configpaths.init()
    configpaths.create_paths()

    app.settings = settings = Settings()
    settings.init()
    # Passwords stand in the settings, as nothing here keeps them better; nothing is looked for outside this machine.
    for name, value in {"use_keyring": False, "check_for_update": False, "plugins_update_check": False}.items():
        settings.set_app_setting(name, value)
    settings.add_account(ACCOUNT)
    name, hostname = jid.split("@")
    for setting, value in {
        "name": name,
        "hostname": hostname,
        "password": os.environ["STOA_PASSWORD"],
        "savepass": True,
        "resource": "gajim",
        "active": True,
        "autoconnect": True,
        "sync_with_global_status": False,
    }.items():
        settings.set_account_setting(ACCOUNT, setting, value)
    settings.set_plugin_setting("conformance", "active", True)
    settings.save()

    here = pathlib.Path(__file__).parent
    shutil.copytree(here / "plugin", configpaths.get("PLUGINS_USER") / "conformance")
    os.execvp("gajim", ["gajim", "--config-path", configuration])


main()
