/**
 * Web Push from the server itself (RFC 8030, 8188, 8291, 8292): a browser whose tab is closed is
 * told of what its owner has missed, through its maker's push service, which can read none of it.
 *
 * <p>It is a push service in the sense of XEP-0357, at the address of the served domain: what is to
 * be told of, whom, how often and what a failure means is {@link stoa.features.push}'s. A browser
 * enables it with a form of publish options that says where and how it is reached.
 */
@NullMarked
package stoa.features.webpush;

import org.jspecify.annotations.NullMarked;
