/**
 * The session request of RFC 3921, which RFC 6121 has dropped and older clients still send:
 * answered, and nothing else (see draft-cridland-xmpp-session).
 */
@NullMarked
package stoa.features.legacysession;

import org.jspecify.annotations.NullMarked;
