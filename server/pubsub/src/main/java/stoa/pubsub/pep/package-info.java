/**
 * Personal Eventing, XEP-0163: every account's bare address is a publish-subscribe service. Reads
 * requests, knows what of all nodes is shown to whoever comes, and tells each resource what it
 * wants to know, once.
 */
@NullMarked
package stoa.pubsub.pep;

import org.jspecify.annotations.NullMarked;
