/** Other people's suites for XMPP servers, run against the packaged server. */
@NullMarked
package stoa.conformance.suites;

import org.jspecify.annotations.NullMarked;
