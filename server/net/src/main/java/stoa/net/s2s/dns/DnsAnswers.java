package stoa.net.s2s.dns;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.netty.handler.codec.dns.DnsRecordType;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What the DNS has answered, kept as long as it says but never below {@link #SHORTEST} nor above
 * {@link #LONGEST}: an owner's change is seen within the hour, and a record that may not be kept at
 * all is still not asked for with every stanza. At most {@value #ANSWERS} answers; the least used
 * go first. Whoever asks for what is being asked already waits for that. Any thread.
 */
final class DnsAnswers {
    static final Duration SHORTEST = Duration.ofSeconds(5);
    static final Duration LONGEST = Duration.ofHours(1);
    static final int ANSWERS = 10_000;

    private record Key(String name, DnsRecordType type) {}

    private final DnsQueries queries;
    private final AsyncCache<Key, Answer<?>> kept;

    DnsAnswers(DnsQueries queries, Ticker ticker) {
        this.queries = queries;
        this.kept =
                Caffeine.newBuilder()
                        .maximumSize(ANSWERS)
                        .ticker(ticker)
                        .expireAfter(
                                Expiry.<Key, Answer<?>>creating((_, answer) -> bounded(answer)))
                        .buildAsync();
    }

    private static Duration bounded(Answer<?> answer) {
        Duration ttl = answer.ttl();
        if (ttl.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return ttl.compareTo(LONGEST) > 0 ? LONGEST : ttl;
    }

    /** The services of that name. */
    CompletableFuture<Answer<Srv>> srv(String name) {
        return kept(new Key(name, DnsRecordType.SRV), Reply::srv);
    }

    /** The host's addresses: A or AAAA. */
    CompletableFuture<Answer<InetAddress>> addresses(String host, DnsRecordType type) {
        return kept(new Key(host, type), Reply::address);
    }

    private <R> CompletableFuture<Answer<R>> kept(Key key, Reply.Reader<R> reader) {
        @SuppressWarnings("unchecked") // a type of record is always read by the same reader
        Function<Answer<?>, Answer<R>> own = answer -> (Answer<R>) answer;
        return kept.get(
                        key,
                        (asked, _) ->
                                queries.ask(asked.name, asked.type, reader)
                                        .thenApply(answer -> (Answer<?>) answer))
                .thenApply(own);
    }
}
