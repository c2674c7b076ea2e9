/**
 * Elements as immutable trees, their serialisation, and the parser of one stream (RFC 6120 section
 * 11).
 */
@NullMarked
package stoa.xmpp.xml;

import org.jspecify.annotations.NullMarked;
