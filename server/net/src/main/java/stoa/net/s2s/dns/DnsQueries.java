package stoa.net.s2s.dns;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import stoa.net.loop.VertxLoops;

/**
 * Asks the DNS: each server in turn until one answers, twice around, over UDP and over TCP when an
 * answer does not fit. Every question leaves from a port of its own, which with the random id makes
 * answers hard to forge (RFC 5452). Nothing is remembered. Any thread; completes on a loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // each is listened to
final class DnsQueries implements AutoCloseable {
    /** Servers asked, as many as {@code resolv.conf} has. */
    private static final int SERVERS = 3;

    private static final int ROUNDS = 2;

    /** What passes everywhere in one piece (DNS flag day 2020). */
    private static final int UDP_BYTES = 1232;

    private final DnsServerAddressStreamProvider servers;
    private final DnsNameResolver resolver;
    private final EventLoop loop;

    DnsQueries(VertxLoops loops, DnsSettings settings) {
        servers =
                settings.servers().isEmpty()
                        ? DnsServerAddressStreamProviders.platformDefault()
                        : new SequentialDnsServerAddressStreamProvider(settings.servers());
        loop = loops.group().next();
        resolver =
                new DnsNameResolverBuilder(loop)
                        .datagramChannelFactory(loops.datagramChannels())
                        .socketChannelFactory(loops.socketChannels())
                        .datagramChannelStrategy(
                                DnsNameResolverChannelStrategy.ChannelPerResolution)
                        .nameServerProvider(servers)
                        .resolveCache(NoopDnsCache.INSTANCE)
                        .cnameCache(NoopDnsCnameCache.INSTANCE)
                        .maxPayloadSize(UDP_BYTES)
                        .queryTimeoutMillis(settings.timeout().toMillis())
                        .build();
    }

    /** The name's records of the type. Never completes exceptionally. */
    <R> CompletableFuture<Answer<R>> ask(String name, DnsRecordType type, Reply.Reader<R> reader) {
        var asked = new Question<>(name, type, reader);
        // a resolver that is used on its own loop needs no hand-over in between
        loop.execute(asked::next);
        return asked.done;
    }

    @Override
    public void close() {
        resolver.close();
    }

    private List<InetSocketAddress> turns(String name) {
        DnsServerAddressStream stream = servers.nameServerAddressStream(name);
        var one = new ArrayList<InetSocketAddress>();
        for (int i = 0; i < Math.min(stream.size(), SERVERS); i++) {
            one.add(stream.next());
        }
        var all = new ArrayList<InetSocketAddress>();
        for (int i = 0; i < ROUNDS; i++) {
            all.addAll(one);
        }
        return all;
    }

    /** A question on its way from server to server. Confined to the loop. */
    private final class Question<R> {
        private final String name;
        private final DnsRecordType type;
        private final Reply.Reader<R> reader;
        private final CompletableFuture<Answer<R>> done = new CompletableFuture<>();
        private final List<InetSocketAddress> turns;
        private int turn;
        private DnsFailure failure;

        Question(String name, DnsRecordType type, Reply.Reader<R> reader) {
            this.name = name;
            this.type = type;
            this.reader = reader;
            turns = turns(name);
            failure = failure(DnsFailure.Kind.NO_RESPONSE, "there is no server to ask");
        }

        private DnsFailure failure(DnsFailure.Kind kind, String why) {
            return new DnsFailure(kind, name + " " + type.name() + ": " + why);
        }

        void next() {
            if (turn == turns.size()) {
                done.complete(new Answer.Failed<>(failure));
                return;
            }
            resolver.query(turns.get(turn++), new DefaultDnsQuestion(name, type))
                    .addListener(
                            asked -> {
                                if (asked.isSuccess()) {
                                    @SuppressWarnings("unchecked")
                                    var envelope =
                                            (AddressedEnvelope<DnsResponse, InetSocketAddress>)
                                                    asked.getNow();
                                    try {
                                        heard(envelope.content());
                                    } finally {
                                        envelope.release();
                                    }
                                } else {
                                    failed(DnsFailure.Kind.NO_RESPONSE, "no server answers");
                                }
                            });
        }

        private void heard(DnsResponse response) {
            DnsResponseCode code = response.code();
            if (code.equals(DnsResponseCode.NOERROR) || code.equals(DnsResponseCode.NXDOMAIN)) {
                done.complete(new Reply(response).to(name, type, reader));
            } else {
                failed(DnsFailure.Kind.REFUSED, "the server answers " + code);
            }
        }

        private void failed(DnsFailure.Kind kind, String why) {
            // what a server has said counts for more than another's silence
            if (failure.kind() != DnsFailure.Kind.REFUSED) {
                failure = failure(kind, why);
            }
            next();
        }
    }
}
