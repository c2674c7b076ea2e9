package stoa.store.domain;

import java.time.Instant;

/**
 * A domain this server serves.
 *
 * @param createdAt stored in milliseconds
 */
public record Domain(String name, Instant createdAt) {}
