/** Addresses by RFC 7622: parsing, PRECIS preparation and the three kinds of JID. */
@NullMarked
package stoa.xmpp.jid;

import org.jspecify.annotations.NullMarked;
