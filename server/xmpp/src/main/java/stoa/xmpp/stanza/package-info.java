/**
 * The three stanza kinds and their errors (RFC 6120 section 8), payloads kept as elements until a
 * codec reads them.
 */
@NullMarked
package stoa.xmpp.stanza;

import org.jspecify.annotations.NullMarked;
