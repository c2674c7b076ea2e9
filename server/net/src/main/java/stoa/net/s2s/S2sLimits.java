package stoa.net.s2s;

import java.time.Duration;

/**
 * What streams between servers may take.
 *
 * @param queue what may wait; beyond it stanzas are answered with {@code resource-constraint}
 * @param links pairs of domains at a time
 * @param connect how long a TCP connection may take to come about
 * @param negotiation how long a stream may take until it is authenticated
 * @param patience how long a stanza waits for a server that cannot be reached
 * @param retryFirst how long after a failure it is tried again; each further failure doubles it
 * @param retryLongest up to this
 * @param idle how long a stream without stanzas is kept
 * @param answer how long the other server may take to acknowledge before the stream is given up
 * @param resumable how long a stream whose connection was cut waits to be resumed (XEP-0198 section
 *     5); no resumption if under a second
 * @param unacked stanzas sent and not acknowledged, before no more are sent
 * @param underWay stanzas of one stream being handled, before it is not read for a while
 * @param pairs pairs of domains that one stream may prove
 * @param streamsPerAddress connections that one address, or IPv6 network, may have open
 */
public record S2sLimits(
        Queue queue,
        int links,
        Duration connect,
        Duration negotiation,
        Duration patience,
        Duration retryFirst,
        Duration retryLongest,
        Duration idle,
        Duration answer,
        Duration resumable,
        int unacked,
        int underWay,
        int pairs,
        int streamsPerAddress) {
    public static final S2sLimits DEFAULTS =
            new S2sLimits(
                    new Queue(1_000, 4 << 20, 64 << 20),
                    10_000,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    1_000,
                    512,
                    64,
                    200);

    /**
     * How much may wait, about, as stanzas are weighed and not measured.
     *
     * @param stanzas for one other domain, from one of ours
     * @param bytes of these
     * @param bytesOfAll for all other domains together
     */
    public record Queue(int stanzas, long bytes, long bytesOfAll) {}

    /** These limits with other queues. */
    public S2sLimits withQueue(Queue other) {
        return new S2sLimits(
                other,
                links,
                connect,
                negotiation,
                patience,
                retryFirst,
                retryLongest,
                idle,
                answer,
                resumable,
                unacked,
                underWay,
                pairs,
                streamsPerAddress);
    }

    /** These limits with so many pairs of domains. */
    public S2sLimits withLinks(int most) {
        return new S2sLimits(
                queue,
                most,
                connect,
                negotiation,
                patience,
                retryFirst,
                retryLongest,
                idle,
                answer,
                resumable,
                unacked,
                underWay,
                pairs,
                streamsPerAddress);
    }

    /** These limits with other times. */
    public S2sLimits withTimes(
            Duration newConnect, Duration newPatience, Duration first, Duration longest) {
        return new S2sLimits(
                queue,
                links,
                newConnect,
                negotiation,
                newPatience,
                first,
                longest,
                idle,
                answer,
                resumable,
                unacked,
                underWay,
                pairs,
                streamsPerAddress);
    }

    /** These limits with another time for resumption. */
    public S2sLimits withResumable(Duration time) {
        return new S2sLimits(
                queue,
                links,
                connect,
                negotiation,
                patience,
                retryFirst,
                retryLongest,
                idle,
                answer,
                time,
                unacked,
                underWay,
                pairs,
                streamsPerAddress);
    }
}
