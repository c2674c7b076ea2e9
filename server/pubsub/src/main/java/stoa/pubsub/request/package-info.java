/** Requests of publish-subscribe on the wire, XEP-0060: read into what a service is asked. */
@NullMarked
package stoa.pubsub.request;

import org.jspecify.annotations.NullMarked;
