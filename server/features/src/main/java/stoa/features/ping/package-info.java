/** XEP-0199 XMPP Ping 2.0.1: the server and an account's server answer pings. */
@NullMarked
package stoa.features.ping;

import org.jspecify.annotations.NullMarked;
