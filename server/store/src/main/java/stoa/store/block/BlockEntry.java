package stoa.store.block;

import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * One item of an account's block list, XEP-0191 section 3.2.
 *
 * @param blocked an address of any form; which others it stands for section 6 says
 */
public record BlockEntry(BareJid account, Jid blocked) {}
