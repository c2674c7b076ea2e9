/**
 * Publish-subscribe services with addresses of their own, XEP-0060 and XEP-0248: one a domain,
 * where its people make nodes for whoever they like. Told of by subscription, nothing else.
 */
@NullMarked
package stoa.pubsub.shared;

import org.jspecify.annotations.NullMarked;
