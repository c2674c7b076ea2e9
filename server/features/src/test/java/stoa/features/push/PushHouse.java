package stoa.features.push;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.ROMEO;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.features.House;
import stoa.features.carbons.Carbons;
import stoa.features.webpush.PushOrigin;
import stoa.features.webpush.ServerKey;
import stoa.features.webpush.WebPush;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.store.pubsub.ItemSaved;
import stoa.store.pubsub.NodeSaved;
import stoa.store.pubsub.StoredItem;
import stoa.store.pubsub.StoredNode;
import stoa.testkit.Person;
import stoa.testkit.TestClient;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.xml.Element;

/** A house with a push service, and the clients' requests to it. */
final class PushHouse {
    final House house;
    final AppServer app;
    final Browser browser = new Browser();
    final WebPush webPush;
    PushNotifications push;

    PushHouse(PushDetails details, int everyoneLimit) {
        house = new House(everyoneLimit, JULIET, ROMEO, MERCUTIO);
        app = new AppServer(house.accounts.router());
        house.server.hooks().service(app);
        WhoIsTold whoIsTold = new WhoIsTold(house.server.registry());
        whoIsTold.install(house.server.hooks());
        webPush =
                new WebPush(
                        key(),
                        List.of(
                                Objects.requireNonNull(
                                        PushOrigin.parse("https://push.example.net"))),
                        browser,
                        house.store.pubsub(),
                        house.clock);
        push = push(details, whoIsTold);
        house.with(webPush, push, new Carbons(house.accounts));
    }

    private static ServerKey key() {
        try {
            return ServerKey.read(ServerKey.make(), "mailto:admin@example.org");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private PushNotifications push(PushDetails details, WhoIsTold whoIsTold) {
        return new PushNotifications(
                new PushNotifications.Parts(
                        house.store.push(),
                        house.store.rosters(),
                        house.server.journal(),
                        house.accounts.router(),
                        whoIsTold,
                        webPush,
                        house.server.timers(),
                        house.clock),
                details);
    }

    static Element enable(@Nullable String service, @Nullable String node, Element... children) {
        return request("enable", service, node, children);
    }

    static Element disable(@Nullable String service, @Nullable String node) {
        return request("disable", service, node);
    }

    private static Element request(
            String name, @Nullable String service, @Nullable String node, Element... children) {
        Element.Builder request =
                Element.of(name, "urn:xmpp:push:0")
                        .attribute("jid", service)
                        .attribute("node", node);
        for (Element child : children) {
            request.child(child);
        }
        return request.build();
    }

    /** The client enables the push service. */
    void enables(TestClient client, String node, Element... children) {
        Iq answer = client.asks(Iq.Type.SET, null, enable("push.example.org", node, children));
        assertThat(answer.type()).isEqualTo(Iq.Type.RESULT);
        assertThat(answer.payloads()).isEmpty();
    }

    /** Juliet's clients have kept that for her. */
    void keeps(String node, String id, Element payload) {
        keeps(JULIET, node, id, payload);
    }

    void keeps(Person whose, String node, String id, Element payload) {
        keeps(whose, node, id, StoredXml.write(payload));
    }

    /** It stands in a node of theirs. */
    void keeps(Person whose, String node, String id, Bytes payload) {
        BareJid owner = whose.address();
        StoredNode at = new StoredNode(owner, node, Map.of(), 1, Instant.EPOCH);
        StoredItem item = new StoredItem(id, 1, owner, Instant.EPOCH, payload);
        try {
            house.store.commit(List.of(new NodeSaved(at), new ItemSaved(owner, node, item)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    void pass(Duration time) {
        house.clock.advance(time);
        house.server.settle();
    }

    static Element options(String secret) {
        return Element.of("x", "jabber:x:data")
                .child(field("FORM_TYPE", "http://jabber.org/protocol/pubsub#publish-options"))
                .child(field("secret", secret))
                .build();
    }

    static Element field(String name, String value) {
        return Element.of("field", "jabber:x:data")
                .attribute("var", name)
                .child(Element.text("value", "jabber:x:data", value))
                .build();
    }
}
