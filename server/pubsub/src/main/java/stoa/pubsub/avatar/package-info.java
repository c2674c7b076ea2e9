/**
 * User avatars, XEP-0084, and what older clients know of them: the picture of a vCard (XEP-0054)
 * and its hash in presence (XEP-0153), as XEP-0398 has it. The nodes are the one truth.
 */
@NullMarked
package stoa.pubsub.avatar;

import org.jspecify.annotations.NullMarked;
