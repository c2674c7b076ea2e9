/**
 * XEP-0114 Jabber Component Protocol 1.6: programs of the organisation's own that answer at an
 * address below a served domain, such as a bridge at {@code bridge.example.org}. They connect to a
 * port of their own and show that they know the secret configured for their address.
 */
@NullMarked
package stoa.net.component;

import org.jspecify.annotations.NullMarked;
