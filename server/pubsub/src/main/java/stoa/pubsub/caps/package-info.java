/**
 * Clients' capabilities, XEP-0115: which nodes each connected resource wants to be notified of. The
 * hash in its presence is looked up, or the client is asked, once for all that show the same.
 */
@NullMarked
package stoa.pubsub.caps;

import org.jspecify.annotations.NullMarked;
