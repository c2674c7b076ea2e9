/**
 * Publish-subscribe, XEP-0060, and what stands on it.
 *
 * <p>{@code node} has the standard's own words as values: nodes, their configuration, who may do
 * what. {@code service} is the one writer a service: it decides on requests, and its events are
 * journaled before anything is said. {@code pep} makes every account such a service (XEP-0163): it
 * reads requests, and tells who wants to be told. {@code caps} knows what clients want (XEP-0115).
 * {@code bookmarks} has the forms of bookmarks, and {@code avatar} keeps pictures of old and new in
 * step.
 */
@NullMarked
package stoa.pubsub;

import org.jspecify.annotations.NullMarked;
