/**
 * A publish-subscribe service with one writer: requests become decisions, events are journaled, and
 * only then is anything said. One file an aspect; {@link stoa.pubsub.service.PubsubEntity} binds
 * them to the entity runtime.
 */
@NullMarked
package stoa.pubsub.service;

import org.jspecify.annotations.NullMarked;
