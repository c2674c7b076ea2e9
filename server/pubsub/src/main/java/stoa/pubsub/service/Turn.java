package stoa.pubsub.service;

import java.time.Instant;
import java.util.function.Supplier;
import stoa.pubsub.node.Limits;

/**
 * What a rule may look at besides the state and the request.
 *
 * @param ids makes an id that nobody has
 */
record Turn(Instant now, Limits limits, Supplier<String> ids) {}
