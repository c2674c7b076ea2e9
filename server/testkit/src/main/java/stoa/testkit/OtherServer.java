package stoa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import stoa.core.route.Federation;
import stoa.core.route.Router;
import stoa.core.session.Receipt;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;

/** Another server in a story, at every domain that is not ours: keeps what it is sent. */
public final class OtherServer implements Federation {
    private final InMemoryServer server;
    private final Router router;
    private final Deque<Stanza> inbox = new ArrayDeque<>();
    private boolean permitted = true;

    /** Opens the server's domains to others. */
    public OtherServer(InMemoryServer server, Router router) {
        this.server = server;
        this.router = router;
        server.domains().federate(this);
    }

    @Override
    public boolean permits(String house, String domain) {
        return permitted;
    }

    @Override
    public void send(Stanza stanza, Receipt receipt) {
        inbox.add(stanza);
        receipt.release();
    }

    /** No domain talks with it any more, or all do again. */
    public void isPermitted(boolean now) {
        permitted = now;
    }

    /** What one of its people says. */
    public OtherServer says(Stanza stanza) {
        router.route(stanza);
        server.settle();
        return this;
    }

    /** What it is sent next. */
    public Stanza next() {
        server.settle();
        Stanza next = inbox.poll();
        assertThat(next).as("what the other server gets next").isNotNull();
        return Objects.requireNonNull(next);
    }

    /** The presence it is sent next. */
    public Presence nextPresence() {
        Stanza next = next();
        assertThat(next).as("what the other server gets next").isInstanceOf(Presence.class);
        return (Presence) next;
    }

    /** Lets go of what it has got. */
    public OtherServer forgets() {
        server.settle();
        inbox.clear();
        return this;
    }

    public void getsNothingMore() {
        server.settle();
        assertThat(inbox).as("what the other server gets next").isEmpty();
    }
}
