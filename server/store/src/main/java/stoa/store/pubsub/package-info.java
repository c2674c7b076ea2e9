/**
 * What publish-subscribe services keep, XEP-0060: nodes, their affiliations, subscriptions and
 * items. A service is known by its address: an account's (XEP-0163), or one of its own.
 */
@NullMarked
package stoa.store.pubsub;

import org.jspecify.annotations.NullMarked;
