package stoa.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.stream.StreamError;
import stoa.xmpp.xml.Element;

/** What tests do with a client on whatever transport. */
public interface TestClient extends AutoCloseable {
    /** Sends one element, or bytes, as they are. */
    void send(String xml);

    /** The next thing the server said; fails when nothing comes. */
    Element next();

    /** The next thing that has already come, or null. */
    @Nullable Element nextNow();

    /** Opens a stream and returns the features. */
    Element open(String domain);

    /** Breaks the connection without a word. */
    void cut();

    @Override
    default void close() {
        cut();
    }

    /** Binds a resource and returns the address. */
    default String bind(String resource) {
        send(
                "<iq xmlns='jabber:client' type='set' id='bind'><bind"
                        + " xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>"
                        + resource
                        + "</resource></bind></iq>");
        Element result = next();
        assertThat(result.attribute("type")).as("%s", result).isEqualTo("result");
        Element bind = result.child("bind", "urn:ietf:params:xml:ns:xmpp-bind");
        assertThat(bind).isNotNull();
        return String.valueOf(bind == null ? null : bind.childText("jid"));
    }

    /**
     * Expects an element of that name. What asks for an acknowledgement is passed over unless it is
     * what is expected: it comes between whatever else is said.
     */
    default Element expect(String name) {
        Element element = name.equals("r") ? next() : nextButRequests();
        assertThat(element.name()).as("%s", element).isEqualTo(name);
        return element;
    }

    private Element nextButRequests() {
        Element element = next();
        while (element.is("r", "urn:xmpp:sm:3")) {
            element = next();
        }
        return element;
    }

    /** Expects the end of the stream with that condition. */
    default Element expectError(String condition) {
        Element error = nextButRequests();
        assertThat(error.name()).as("%s", error).isEqualTo("error");
        assertThat(error.child(condition, StreamError.NAMESPACE)).as("%s", error).isNotNull();
        assertThat(next().name()).isIn("closed", "close");
        return error;
    }

    /** Asks the server something and expects the answer to come next: nothing else was sent. */
    default void expectNothingElse(String id) {
        send(
                "<iq xmlns='jabber:client' type='get' to='"
                        + TestServer.DOMAIN
                        + "' id='"
                        + id
                        + "'><ping xmlns='urn:xmpp:ping'/></iq>");
        assertThat(expect("iq").attribute("id")).isEqualTo(id);
    }

    /** Enables stream management with resumption; returns the id. */
    default String enable() {
        send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
        return String.valueOf(expect("enabled").attribute("id"));
    }
}
