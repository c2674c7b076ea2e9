/** XEP-0059 Result Set Management as values: the page asked for and the page given. */
@NullMarked
package stoa.xmpp.rsm;

import org.jspecify.annotations.NullMarked;
