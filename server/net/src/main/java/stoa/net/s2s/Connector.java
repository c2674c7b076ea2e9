package stoa.net.s2s;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.util.List;
import java.util.function.Consumer;
import stoa.net.s2s.dns.Target;
import stoa.net.s2s.dns.Targets;

/**
 * Connects to other servers: asks the DNS where they are and tries the addresses one after the
 * other, until one speaks TLS with us (RFC 6120 section 3.2). Any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails also ends the channel, and that is heard
final class Connector {
    /** Makes the stream for an address. */
    private interface Maker {
        OutgoingStream make(Target target, OutgoingStream.Unanswered unanswered);
    }

    private final S2sContext server;
    private final Targets targets;

    Connector(S2sContext server, Targets targets) {
        this.server = server;
        this.targets = targets;
    }

    /** Looks for a stream that carries the link; tells the link when none comes about. */
    void carry(Link link) {
        new Attempt(
                        link.pair(),
                        (target, unanswered) ->
                                new CarryingStream(server, link, null, target, unanswered),
                        link::failed)
                .begin();
    }

    /** Looks for a stream that goes on with that one of the link's; tells it when there is none. */
    void resume(Link link, Resumable cut) {
        new Attempt(
                        link.pair(),
                        (target, unanswered) ->
                                new CarryingStream(server, link, cut, target, unanswered),
                        cut::failed)
                .begin();
    }

    /**
     * Asks the authoritative server of {@code pair.remote()} about a key.
     *
     * @param id of the stream on which the key was shown
     * @param verdict told once, on any thread
     */
    void verify(DomainPair pair, String id, String key, Consumer<Verdict> verdict) {
        new Attempt(
                        pair,
                        (target, unanswered) ->
                                new VerifyingStream(
                                        server, pair, target, unanswered, id, key, verdict),
                        failure -> verdict.accept(new Verdict.Unknown(failure)))
                .begin();
    }

    /** One attempt at all addresses. One thread at a time, each handing over to the next. */
    private final class Attempt {
        private final DomainPair pair;
        private final Maker maker;
        private final Consumer<Failure> failed;

        Attempt(DomainPair pair, Maker maker, Consumer<Failure> failed) {
            this.pair = pair;
            this.maker = maker;
            this.failed = failed;
        }

        void begin() {
            if (server.isClosed()) {
                return;
            }
            targets.resolve(pair.remote().ascii())
                    .whenComplete(
                            (found, failure) -> {
                                if (failure != null) {
                                    failed.accept(Failure.unreachable("DNS: " + reason(failure)));
                                } else if (found.isEmpty()) {
                                    failed.accept(Failure.NOT_FOUND);
                                } else {
                                    connect(found, 0);
                                }
                            });
        }

        private String reason(Throwable failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            return String.valueOf(cause.getMessage());
        }

        private void connect(List<Target> found, int at) {
            Target target = found.get(at);
            Bootstrap bootstrap =
                    new Bootstrap()
                            .group(server.loops.group())
                            .channelFactory(server.loops.socketChannels())
                            .option(
                                    ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                    Math.toIntExact(server.limits.connect().toMillis()))
                            .option(ChannelOption.TCP_NODELAY, true)
                            .option(ChannelOption.SO_KEEPALIVE, true)
                            .handler(new ChannelInboundHandlerAdapter());
            ChannelFuture connecting = bootstrap.connect(target.address());
            connecting.addListener(
                    connected -> {
                        if (connected.isSuccess()) {
                            connecting
                                    .channel()
                                    .pipeline()
                                    .addLast("stream", stream(found, at, target));
                        } else {
                            String reason = String.valueOf(connected.cause().getMessage());
                            next(found, at, Failure.unreachable(reason), true);
                        }
                    });
        }

        private OutgoingStream stream(List<Target> found, int at, Target target) {
            return maker.make(target, (failure, elsewhere) -> next(found, at, failure, elsewhere));
        }

        private void next(List<Target> found, int at, Failure failure, boolean elsewhere) {
            if (elsewhere && at + 1 < found.size() && !server.isClosed()) {
                connect(found, at + 1);
            } else {
                failed.accept(failure);
            }
        }
    }
}
