package stoa.net.s2s.dns;

import java.time.Duration;
import java.util.List;

/** What a question to the DNS has come to, and how long that may be remembered. */
sealed interface Answer<R> {
    /** How long the answer holds, as the DNS says. */
    Duration ttl();

    /** There are such records; at least one. */
    record Found<R>(List<R> records, Duration ttl) implements Answer<R> {}

    /** The name does not exist, or has no such record (RFC 2308). */
    record None<R>(Duration ttl) implements Answer<R> {}

    /** It could not be found out. */
    record Failed<R>(DnsFailure cause) implements Answer<R> {
        /** RFC 2308 section 7 allows up to five minutes. */
        private static final Duration REMEMBERED = Duration.ofSeconds(5);

        @Override
        public Duration ttl() {
            return REMEMBERED;
        }
    }

    /** The records, if there are any. */
    default List<R> records() {
        return switch (this) {
            case Found<R> found -> found.records();
            case None<R> _, Failed<R> _ -> List.of();
        };
    }
}
