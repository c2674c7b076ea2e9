/**
 * Reading the bytes of an XMPP stream (RFC 6120 section 4 and 11) and of WebSocket frames (RFC
 * 7395): the incremental parser, its limits and the stream errors. No sockets and no threads here:
 * whoever owns the connection feeds the bytes and acts on what the listener hears.
 */
@NullMarked
package stoa.xmpp.stream;

import org.jspecify.annotations.NullMarked;
