/** A server of listeners alone, on real loopback sockets, and a client to talk to it. */
@NullMarked
package stoa.net;

import org.jspecify.annotations.NullMarked;
