package stoa.net.bosh;

import java.net.InetAddress;

/** Who created a session, as far as the connection tells. */
record Peer(InetAddress address, boolean encrypted) {}
