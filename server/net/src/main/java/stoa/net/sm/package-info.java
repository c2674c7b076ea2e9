/**
 * The bookkeeping of stream management, XEP-0198 1.6.1, without any I/O: what was received and is
 * handled, what was sent and is acknowledged. Confined to the loop of the session it belongs to,
 * where not said otherwise.
 */
@NullMarked
package stoa.net.sm;

import org.jspecify.annotations.NullMarked;
