package stoa.net.bosh;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stoa.net.stream.StreamLoop;
import stoa.xmpp.stream.FrameParser;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.xml.Element;

/**
 * Where requests come in, on one loop. A page of any origin may use it, as it may the WebSocket:
 * there are no cookies here, and nobody is anybody before signing in.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be sent is for nobody any more
public final class BoshEndpoint {
    /** Where sessions are; told by host-meta. */
    public static final String PATH = "/http-bind";

    /** For the body element around the longest stanza. */
    private static final int WRAPPER_BYTES = 4 * 1024;

    /** A request's body has to be there within this. */
    private static final long BODY_MS = 30_000;

    private static final int TOO_LARGE = 413;
    private static final int TIMEOUT = 408;

    private final BoshSessions sessions;
    private final Function<HttpServerRequest, InetAddress> addresses;
    private final StreamLoop loop;
    private final FrameParser parser;
    private final int mostBytes;

    /**
     * @param addresses whom a request comes from
     */
    public BoshEndpoint(BoshSessions sessions, Function<HttpServerRequest, InetAddress> addresses) {
        this.sessions = sessions;
        this.addresses = addresses;
        this.loop = sessions.server().currentLoop();
        ParserLimits limits = sessions.server().limits().afterLogin().wrapped(WRAPPER_BYTES);
        this.mostBytes = limits.stanzaBytes();
        this.parser = new FrameParser(limits);
    }

    public void mount(Router router) {
        router.options(PATH).handler(BoshEndpoint::preflight);
        router.post(PATH).handler(this::read);
        router.route(PATH)
                .handler(
                        context ->
                                context.response()
                                        .setStatusCode(405)
                                        .putHeader(HttpHeaders.ALLOW, "POST, OPTIONS")
                                        .end("Here is XMPP over BOSH (XEP-0206)."));
    }

    private static void preflight(RoutingContext context) {
        allowAll(context.response())
                .putHeader("Access-Control-Allow-Methods", "POST, OPTIONS")
                .putHeader("Access-Control-Allow-Headers", "Content-Type")
                .putHeader("Access-Control-Max-Age", "86400")
                .setStatusCode(204)
                .end();
    }

    private static HttpServerResponse allowAll(HttpServerResponse response) {
        return response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }

    private void read(RoutingContext context) {
        new Gathering(context).begin();
    }

    /** Gathers a request's body, which must be neither too long nor too late. */
    private final class Gathering {
        private final RoutingContext context;
        private final HttpServerRequest request;
        private final Buffer body = Buffer.buffer();
        private boolean refused;
        private long timer;

        Gathering(RoutingContext context) {
            this.context = context;
            this.request = context.request();
        }

        void begin() {
            timer = context.vertx().setTimer(BODY_MS, id -> tooLate());
            request.handler(this::part);
            request.endHandler(end -> whole());
            request.exceptionHandler(gone -> context.vertx().cancelTimer(timer));
        }

        private void part(Buffer part) {
            if (!refused && body.length() + part.length() > mostBytes) {
                // Said at once; the rest is passed over, so that the client can hear it.
                refuse(TOO_LARGE);
            } else if (!refused) {
                body.appendBuffer(part);
            }
        }

        private void whole() {
            context.vertx().cancelTimer(timer);
            if (!refused) {
                take(request, body.getBytes());
            }
        }

        private void tooLate() {
            if (!refused) {
                refuse(TIMEOUT);
            }
            request.connection().close();
        }

        private void refuse(int status) {
            refused = true;
            allowAll(request.response()).setStatusCode(status).end();
        }
    }

    private void take(HttpServerRequest request, byte[] bytes) {
        HttpExchange exchange = new HttpExchange(request.response(), loop);
        BoshRequest read = parse(bytes);
        if (read == null) {
            exchange.answer(Binding.BAD_REQUEST.body(), BoshTerms.XML);
            return;
        }
        String sid = read.sid();
        if (sid == null) {
            Peer peer = new Peer(addresses.apply(request), request.isSSL());
            sessions.create(read, exchange, peer);
            return;
        }
        BoshSession session = sessions.find(sid);
        if (session == null) {
            exchange.answer(Binding.ITEM_NOT_FOUND.body(), BoshTerms.XML);
            return;
        }
        exchange.of(session);
        if (session.loop() == loop) {
            session.take(read, exchange);
        } else {
            session.loop().executor().execute(() -> session.take(read, exchange));
        }
    }

    private @Nullable BoshRequest parse(byte[] bytes) {
        return parser.parse(bytes) instanceof FrameParser.Parsed(Element body)
                ? BoshRequest.read(body, bytes.length)
                : null;
    }

    /** A request of one connection, which this loop has. */
    private static final class HttpExchange implements Exchange {
        private final HttpServerResponse response;
        private final StreamLoop loop;
        private final AtomicBoolean answered = new AtomicBoolean();
        private volatile boolean broken;

        HttpExchange(HttpServerResponse response, StreamLoop loop) {
            this.response = response;
            this.loop = loop;
            response.exceptionHandler(gone -> broken = true);
            response.closeHandler(gone -> broken = true);
        }

        /** The session counts its inactivity from when nobody waits any more. */
        void of(BoshSession session) {
            response.closeHandler(
                    gone -> {
                        broken = true;
                        session.loop().executor().execute(session::settle);
                    });
        }

        @Override
        public void answer(byte[] body, String contentType) {
            if (answered.compareAndSet(false, true)) {
                loop.executor().execute(() -> send(body, contentType));
            }
        }

        private void send(byte[] body, String contentType) {
            if (broken || response.closed() || response.ended()) {
                return;
            }
            allowAll(response)
                    .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader(
                            "Content-Security-Policy",
                            "default-src 'none'; frame-ancestors 'none'; sandbox")
                    .end(Buffer.buffer(body));
        }

        @Override
        public boolean isBroken() {
            return broken;
        }
    }
}
