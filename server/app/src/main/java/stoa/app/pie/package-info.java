/**
 * XEP-0227 Portable Import/Export Format for XMPP-IM Servers 1.1: accounts with all they have,
 * written to and read from XML files. The commands {@code ./stoa export} and {@code ./stoa import}
 * run it on a store that no server uses. Blocking, on one thread.
 */
@NullMarked
package stoa.app.pie;

import org.jspecify.annotations.NullMarked;
