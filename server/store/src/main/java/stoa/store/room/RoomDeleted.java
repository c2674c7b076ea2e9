package stoa.store.room;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/** A room was destroyed, and with it its affiliations and vCard. Its archive and log stay. */
public record RoomDeleted(BareJid room) implements Change {}
