package stoa.net.s2s;

import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.net.s2s.dns.Target;
import stoa.net.stream.Namespaces;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.stream.StreamError.Condition;
import stoa.xmpp.stream.StreamHeader;
import stoa.xmpp.xml.Element;

/**
 * A stream that we open to another server, up to where it is encrypted and has told its features:
 * with STARTTLS, or TLS from the first byte (XEP-0368). What follows is the subclasses'. Confined
 * to the channel's loop.
 */
abstract class OutgoingStream extends PeerStream {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingStream.class);

    /** Hears once that no stream came about. */
    interface Unanswered {
        /**
         * It failed.
         *
         * @param elsewhere whether another address of the domain's may do better
         */
        void failed(Failure failure, boolean elsewhere);
    }

    final DomainPair pair;
    private final Target target;
    private final Unanswered unanswered;
    private @Nullable String id;
    private boolean settled;
    private boolean dialbackDeclared;

    OutgoingStream(S2sContext server, DomainPair pair, Target target, Unanswered unanswered) {
        super(server);
        this.pair = pair;
        this.target = target;
        this.unanswered = unanswered;
    }

    /** What it is opened for, in one word of the log. */
    abstract String purpose();

    /** The encrypted stream's features. */
    abstract void features(Element features);

    /** What else is said on the encrypted stream. */
    abstract void answered(Element element);

    /** It has done what it was opened for, as far as the start goes. */
    final void settle() {
        settled = true;
    }

    /** It has not: ends the stream. */
    final void giveUp(Failure failure) {
        if (!settled) {
            settled = true;
            unanswered.failed(failure, false);
        }
        close();
    }

    @Override
    String direction() {
        return "to=" + target.address().getAddress().getHostAddress();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        super.handlerAdded(ctx);
        server.metrics.outgoingNow.increment();
        if (target.directTls()) {
            beginTls(ctx);
        } else {
            begin();
        }
    }

    private void beginTls(ChannelHandlerContext ctx) {
        tlsBegins();
        ctx.pipeline()
                .addFirst(
                        "tls",
                        server.tls.outgoing(
                                ctx.alloc(), pair.local().ascii(), pair.remote().ascii(), this));
    }

    /** Opens our side of a stream. */
    final void begin() {
        open(pair.local().toString(), pair.remote().toString(), null);
    }

    @Override
    void secured() {
        begin();
    }

    @Override
    void header(StreamHeader header) {
        id = header.id();
        dialbackDeclared = header.namespaces().containsValue(S2sNamespaces.DIALBACK);
        String version = header.version();
        if (!header.contentNamespace().equals(S2sNamespaces.SERVER)) {
            fail(Condition.INVALID_NAMESPACE.error());
        } else if (version == null || !version.startsWith("1.")) {
            fail(Condition.UNSUPPORTED_VERSION.error("There are no streams without TLS here."));
        }
    }

    final boolean declaresDialback() {
        return dialbackDeclared;
    }

    @Override
    final void negotiate(Element element) {
        if (element.is("features", StreamError.STREAMS)) {
            if (isSecured()) {
                features(element);
            } else if (element.child("starttls", Namespaces.TLS) != null) {
                write(tls("starttls"));
            } else {
                giveUp(Failure.refused("no TLS offered"));
            }
        } else if (isSecured()) {
            answered(element);
        } else if (element.is("proceed", Namespaces.TLS)) {
            beginTls(context());
        } else {
            giveUp(Failure.refused("TLS refused"));
        }
    }

    @Override
    final @Nullable String streamId() {
        return id;
    }

    @Override
    final boolean isSettled() {
        return settled;
    }

    @Override
    void over(@Nullable StreamError theirs, String reason) {
        server.metrics.outgoingNow.decrement();
        LOG.info(
                "s2s_outgoing_ended local={} remote={} {} for={} reason=\"{}\"",
                pair.local(),
                pair.remote(),
                direction(),
                purpose(),
                reason);
        if (!settled) {
            settled = true;
            unanswered.failed(failure(theirs, reason), !isSecured() && theirs == null);
        }
    }

    private static Failure failure(@Nullable StreamError theirs, String reason) {
        if (theirs == null) {
            return Failure.unreachable(reason);
        }
        return switch (theirs.condition()) {
            case HOST_UNKNOWN, HOST_GONE -> new Failure(Failure.NOT_FOUND.error(), true, reason);
            case CONNECTION_TIMEOUT,
                    INTERNAL_SERVER_ERROR,
                    REMOTE_CONNECTION_FAILED,
                    RESET,
                    RESOURCE_CONSTRAINT,
                    SYSTEM_SHUTDOWN ->
                    Failure.unreachable(reason);
            default -> Failure.refused(reason);
        };
    }
}
