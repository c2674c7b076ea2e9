package stoa.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.pubsub.Reader.TUNE;
import static stoa.pubsub.Reader.caps;
import static stoa.pubsub.Reader.info;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.MERCUTIO;
import static stoa.testkit.Person.ROMEO;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * What clients say of their capabilities is looked up, asked for, proved, and otherwise refused.
 */
class CapabilitiesStoryTest {
    private final EventingHouse house = EventingHouse.listed();
    private final Reader juliet = house.client(JULIET.on("balcony")).online();

    private TestClient shows(TestClient client, Element caps) {
        client.binds();
        client.asksForRoster();
        return client.sendsPresence(caps);
    }

    /** The question that came, or null. */
    private static @Nullable Iq question(TestClient client) {
        List<Stanza> all = new ArrayList<>();
        while (!client.hasNothing()) {
            all.add(client.next());
        }
        return all.stream()
                .filter(s -> s instanceof Iq iq && iq.isRequest())
                .map(Iq.class::cast)
                .findFirst()
                .orElse(null);
    }

    private boolean isTold(TestClient client) {
        client.forgets();
        juliet.publishes(TUNE, null, "la");
        boolean told = !client.hasNothing();
        client.forgets();
        return told;
    }

    @Spec(xep = 115, section = "6.2")
    @Test
    void an_unknown_hash_is_asked_for_once() {
        TestClient orchard = shows(house.client(ROMEO.on("orchard")).client, caps(TUNE));
        Iq question = Objects.requireNonNull(question(orchard));
        assertThat(question.from()).isEqualTo(ROMEO.address());
        assertThat(Objects.requireNonNull(question.payload()).attribute("node"))
                .isEqualTo("urn:example:client#" + Reader.hash(TUNE));
        assertThat(isTold(orchard)).isFalse();
        orchard.sends(question.result(info(TUNE)));
        assertThat(isTold(orchard)).isTrue();
        TestClient street = shows(house.client(MERCUTIO.on("street")).client, caps(TUNE));
        assertThat(question(street)).isNull();
        assertThat(isTold(street)).isTrue();
    }

    @Test
    void those_who_show_the_same_wait_for_one_answer() {
        List<TestClient> clients = new ArrayList<>();
        List<Iq> questions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            TestClient client = shows(house.client(ROMEO.on("r" + i)).client, caps(TUNE));
            clients.add(client);
            Iq question = question(client);
            if (question != null) {
                questions.add(question);
            }
        }
        assertThat(questions).hasSize(4);
        clients.get(1).sends(questions.get(1).result(info(TUNE)));
        clients.forEach(client -> assertThat(isTold(client)).isTrue());
    }

    @Spec(xep = 115, section = "5.4", says = "what the hash does not prove is not used")
    @Test
    void a_poisoned_answer_counts_for_nobody() {
        TestClient liar = shows(house.client(MERCUTIO.on("street")).client, caps(TUNE));
        Iq question = Objects.requireNonNull(question(liar));
        liar.sends(question.result(info("urn:other")));
        assertThat(isTold(liar)).isFalse();
        TestClient honest = shows(house.client(ROMEO.on("orchard")).client, caps(TUNE));
        Iq again = Objects.requireNonNull(question(honest));
        honest.sends(again.result(info(TUNE)));
        assertThat(isTold(honest)).isTrue();
    }

    @Test
    void nobody_answers_for_another() {
        TestClient orchard = shows(house.client(ROMEO.on("orchard")).client, caps(TUNE));
        Iq question = Objects.requireNonNull(question(orchard));
        TestClient street = house.client(MERCUTIO.on("street")).online().client;
        street.sends(Iq.of(Iq.Type.RESULT, null, MERCUTIO.address(), question.id(), info(TUNE)));
        street.sends(Iq.of(Iq.Type.RESULT, null, ROMEO.address(), question.id(), info(TUNE)));
        assertThat(isTold(orchard)).isFalse();
        orchard.sends(question.result(info(TUNE)));
        assertThat(isTold(orchard)).isTrue();
    }

    @Test
    void who_does_not_answer_holds_up_nobody() {
        List<TestClient> silent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            silent.add(shows(house.client(MERCUTIO.on("s" + i)).client, caps(TUNE)));
            assertThat(question(silent.get(i))).isNotNull();
        }
        TestClient orchard = shows(house.client(ROMEO.on("orchard")).client, caps(TUNE));
        assertThat(question(orchard)).isNull();
        silent.getFirst().leaves();
        Iq question = Objects.requireNonNull(question(orchard));
        TestClient garden = shows(house.client(ROMEO.on("garden")).client, caps(TUNE));
        assertThat(question(garden)).isNull();
        house.clock.advance(Duration.ofSeconds(31));
        house.server.settle();
        assertThat(question(garden)).isNotNull();
        orchard.sends(question.refuse(Condition.ITEM_NOT_FOUND.error()));
        assertThat(isTold(orchard)).isFalse();
    }

    @Test
    void who_shows_much_before_answering_is_asked_of_the_newest() {
        TestClient orchard = shows(house.client(ROMEO.on("orchard")).client, caps("urn:1"));
        for (int i = 2; i <= 9; i++) {
            orchard.sendsPresence(caps("urn:" + i));
        }
        orchard.forgets();
        orchard.sendsPresence(caps(TUNE));
        Iq question = Objects.requireNonNull(question(orchard));
        orchard.sends(question.result(info(TUNE)));
        assertThat(isTold(orchard)).isTrue();
    }

    @Spec(xep = 115, section = "7", says = "capabilities of before hashes are not believed")
    @Test
    void the_form_of_before_is_not_looked_at() {
        Element legacy =
                Element.of("c", Reader.CAPS)
                        .attribute("node", "urn:example:client")
                        .attribute("ver", "0.9")
                        .attribute("ext", "tune")
                        .build();
        TestClient orchard = shows(house.client(ROMEO.on("orchard")).client, legacy);
        assertThat(question(orchard)).isNull();
        assertThat(isTold(orchard)).isFalse();
    }
}
