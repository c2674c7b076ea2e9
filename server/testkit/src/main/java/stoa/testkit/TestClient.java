package stoa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.SessionLife;
import stoa.core.session.Attention;
import stoa.core.session.Receipt;
import stoa.core.session.Scope;
import stoa.core.session.Session;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaCodec;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stream.FrameParser;
import stoa.xmpp.stream.ParserLimits;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;

/**
 * One client of one person in a story: sends what it is told, and keeps what it gets until the
 * story asks for it. Every action first lets the server settle, so what is to come has come.
 */
public final class TestClient implements Session {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final InMemoryServer server;
    private final FullJid address;
    private final @Nullable Scope scope;
    private final long number = NUMBERS.incrementAndGet();
    private final Deque<Stanza> inbox = new ArrayDeque<>();
    private final List<Stanza> unacknowledged = new ArrayList<>();
    private Attention attention = Attention.CONNECTED;
    private @Nullable String ended;
    private long sentId;
    private long acknowledgedId;
    private int handled;
    private int ids;

    /**
     * @param scope by which its owner has let it in (XEP-0493), or null when it is the owner's own
     */
    TestClient(InMemoryServer server, FullJid address, @Nullable Scope scope) {
        this.scope = scope;
        this.server = server;
        this.address = address;
    }

    // What the server sees.

    @Override
    public FullJid address() {
        return address;
    }

    @Override
    public @Nullable Scope scope() {
        return scope;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public void send(Stanza stanza) {
        // Through the bytes, so that a story sees what a socket would carry.
        send(EncodedStanza.of(stanza.toElement()), stanza.to() == null ? address : stanza.to());
    }

    @Override
    public void send(EncodedStanza stanza, Jid to) {
        byte[] frame = stanza.toFrame(EncodedStanza.address(to.toString()));
        if (new FrameParser(ParserLimits.DEFAULTS).parse(frame)
                        instanceof FrameParser.Parsed(var element)
                && StanzaCodec.read(element) instanceof StanzaCodec.Good(var read)) {
            inbox.add(read);
            unacknowledged.add(read);
            if (!attention.isThere()) {
                waits(read, 0);
            }
        } else {
            throw new AssertionError("unreadable: " + new String(frame, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void send(EncodedStanza message, Jid to, long archiveId) {
        Attention now = attention;
        attention = Attention.CONNECTED;
        send(message, to);
        attention = now;
        if (!now.isThere()) {
            waits(unacknowledged.getLast(), archiveId);
        }
        sentId = Math.max(sentId, archiveId);
    }

    @Override
    public void end(String streamErrorCondition, String text) {
        ended = streamErrorCondition;
    }

    private void waits(Stanza stanza, long archiveId) {
        boolean asks =
                stanza instanceof Presence presence && presence.type() == Presence.Type.SUBSCRIBE;
        if (stanza instanceof Message || asks) {
            server.hooks()
                    .observersOf(SessionLife.WAITING)
                    .tell(new SessionLife.Waiting(this, () -> stanza, archiveId));
        }
    }

    @Override
    public Attention attention() {
        return attention;
    }

    // What the story does.

    /** The stream breaks, and the session waits for resumption (XEP-0198 section 5). */
    public TestClient hibernates() {
        server.settle();
        attention = Attention.AWAY;
        List.copyOf(unacknowledged).forEach(stanza -> waits(stanza, 0));
        server.settle();
        return this;
    }

    /** Resumes, and acknowledges what it was sent. */
    public TestClient resumes() {
        return turns(Attention.CONNECTED).acknowledges();
    }

    /** Says whether somebody looks at it (XEP-0352 section 4.2), or does neither. */
    public TestClient turns(Attention now) {
        server.settle();
        boolean wasThere = attention.isThere();
        attention = now;
        if (now.isThere() && !wasThere) {
            server.hooks().observersOf(SessionLife.REACHED).tell(this);
        }
        server.settle();
        return this;
    }

    /** Binds the resource. */
    public TestClient binds() {
        assertThat(tryToBind()).isNull();
        return this;
    }

    /** Binds the resource, or tells why not. */
    public @Nullable StanzaError tryToBind() {
        CompletionStage<@Nullable StanzaError> bound = server.gate().bind(this);
        server.settle();
        assertThat(bound.toCompletableFuture()).isDone();
        return bound.toCompletableFuture().join();
    }

    /** Binds, asks for the roster and becomes available, as clients do. */
    public TestClient comesOnline() {
        binds();
        asksForRoster();
        return sendsPresence();
    }

    public TestClient sendsPresence(Element... payloads) {
        return sends(Presence.of(Presence.Type.AVAILABLE, null, null, payloads));
    }

    public TestClient becomesUnavailable() {
        return sends(Presence.of(Presence.Type.UNAVAILABLE, null, null));
    }

    public TestClient sends(Stanza stanza) {
        submits(stanza);
        server.settle();
        return this;
    }

    public TestClient sends(Line line) {
        return sends(line.toMessage());
    }

    /** Sends without letting the server do anything yet. */
    public TestClient submits(Stanza stanza) {
        server.gate().receive(this, stanza.withFrom(address), new Receipt(() -> handled++));
        return this;
    }

    public TestClient submits(Line line) {
        return submits(line.toMessage());
    }

    /** Asks, and gives the answer; everything else that came stays. */
    public Iq asks(Iq.Type type, @Nullable Jid to, Element payload) {
        String id = "ask" + ++ids;
        sends(Iq.of(type, null, to, id, payload));
        for (Stanza stanza : inbox) {
            if (stanza instanceof Iq iq && !iq.isRequest() && iq.id().equals(id)) {
                inbox.remove(stanza);
                return iq;
            }
        }
        throw new AssertionError("no answer to " + payload);
    }

    public Element asksForRoster() {
        return Objects.requireNonNull(
                asks(Iq.Type.GET, null, Element.empty("query", "jabber:iq:roster")).payload());
    }

    /** The stream breaks and is not resumed; what was not acknowledged goes back. */
    public void isLost() {
        server.gate().ended(this, List.copyOf(unacknowledged));
        server.settle();
    }

    /** Acknowledges all it has got (XEP-0198). */
    public TestClient acknowledges() {
        server.settle();
        unacknowledged.clear();
        if (sentId > acknowledgedId) {
            acknowledgedId = sentId;
            server.gate().acknowledged(this, sentId);
            server.settle();
        }
        return this;
    }

    /** Closes its stream in order. */
    public void leaves() {
        acknowledges();
        server.gate().ended(this, List.of());
        server.settle();
    }

    // What the story expects.

    /** The next stanza. */
    public Stanza next() {
        server.settle();
        Stanza stanza = inbox.poll();
        assertThat(stanza).as("what %s gets next", address).isNotNull();
        return Objects.requireNonNull(stanza);
    }

    /** The bodies of the messages that have come, in order; all else is thrown away. */
    public List<String> bodies() {
        server.settle();
        List<String> bodies = new ArrayList<>();
        while (!hasNothing()) {
            if (next() instanceof Message message && message.body() != null) {
                bodies.add(message.body());
            }
        }
        return bodies;
    }

    public Message nextMessage() {
        Stanza next = next();
        assertThat(next).as("what %s gets next", address).isInstanceOf(Message.class);
        return (Message) next;
    }

    public Presence nextPresence() {
        Stanza next = next();
        assertThat(next).as("what %s gets next", address).isInstanceOf(Presence.class);
        return (Presence) next;
    }

    public Iq nextIq() {
        Stanza next = next();
        assertThat(next).as("what %s gets next", address).isInstanceOf(Iq.class);
        return (Iq) next;
    }

    /** The next stanza is a message like that line. */
    public Message gets(Line line) {
        Message message = nextMessage();
        line.assertMatches(message);
        return message;
    }

    /** The next stanza is presence of that type from there. */
    public Presence gets(Presence.Type type, Jid from) {
        Presence presence = nextPresence();
        assertThat(presence.type()).as("type of %s", presence).isEqualTo(type);
        assertThat(presence.from()).isEqualTo(from);
        return presence;
    }

    /** The next stanza is an error with that condition. */
    public Stanza getsError(StanzaError.Condition condition) {
        Stanza stanza = next();
        assertThat(stanza.isError()).as("an error: %s", stanza).isTrue();
        Element error = Objects.requireNonNull(stanza.payload("error", Stanza.CLIENT));
        assertThat(error.child(condition.text(), StanzaError.NAMESPACE))
                .as("condition of %s", error)
                .isNotNull();
        return stanza;
    }

    /** Nothing else has come: the server settles, and a ping's answer comes alone. */
    public void getsNothingMore() {
        server.settle();
        assertThat(inbox).as("what %s gets besides", address).isEmpty();
    }

    /** Whether nothing has come so far; lets the server do nothing. */
    public boolean hasNothing() {
        return inbox.isEmpty();
    }

    /** Throws away what has come. */
    public TestClient forgets() {
        server.settle();
        inbox.clear();
        return this;
    }

    /** Throws away the presence that has come; all else stays. */
    public TestClient forgetsPresence() {
        server.settle();
        inbox.removeIf(Presence.class::isInstance);
        return this;
    }

    /** How many of its stanzas the server has taken responsibility for. */
    public int handled() {
        return handled;
    }

    /** The condition its stream was ended with, or null. */
    public @Nullable String ended() {
        return ended;
    }
}
