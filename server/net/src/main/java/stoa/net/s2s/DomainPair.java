package stoa.net.s2s;

import stoa.xmpp.jid.DomainJid;

/** A domain of ours and another server's domain, whoever of them sends. */
record DomainPair(DomainJid local, DomainJid remote) {}
