package stoa.features.carbons;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.testkit.Line.chat;
import static stoa.testkit.Line.normal;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.features.House;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

class CarbonsStoryTest {
    private final House house = new House(JULIET, ROMEO);

    @BeforeEach
    void carbons_are_installed() {
        house.with(new Carbons(house.accounts));
    }

    private static void enables(TestClient client) {
        assertThat(client.asks(Iq.Type.SET, null, Element.empty("enable", Carbons.NAMESPACE)))
                .extracting(Iq::type)
                .isEqualTo(Iq.Type.RESULT);
    }

    private static Element copied(Message carbon, String direction) {
        Element copy = Objects.requireNonNull(carbon.payload(direction, Carbons.NAMESPACE));
        Element forwarded = Objects.requireNonNull(copy.child("forwarded", "urn:xmpp:forward:0"));
        return Objects.requireNonNull(forwarded.child("message", Stanza.CLIENT));
    }

    @Spec(xep = 280, section = "8", says = "own messages are copied to the other enabled resources")
    @Test
    void the_phone_sees_what_the_laptop_sent() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"), ROMEO.on("pc"))
                .play(
                        (laptop, phone, pc) -> {
                            enables(phone);
                            laptop.sends(chat().to(pc).body("good night"));
                            pc.gets(chat().from(laptop).body("good night"));
                            Message carbon = phone.nextMessage();
                            assertThat(carbon.from()).isEqualTo(JULIET.address());
                            assertThat(carbon.to()).isEqualTo(phone.address());
                            Element copy = copied(carbon, "sent");
                            assertThat(copy.attribute("from"))
                                    .isEqualTo(laptop.address().toString());
                            assertThat(copy.attribute("to")).isEqualTo(pc.address().toString());
                            assertThat(copy.childText("body")).isEqualTo("good night");
                            assertThat(
                                            Objects.requireNonNull(
                                                            copy.child(
                                                                    "stanza-id", "urn:xmpp:sid:0"))
                                                    .attribute("by"))
                                    .isEqualTo(JULIET.address().toString());
                            laptop.getsNothingMore();
                            phone.getsNothingMore();
                        });
    }

    @Spec(xep = 280, section = "7", says = "what one resource is sent, the other enabled ones see")
    @Test
    void the_phone_sees_what_the_laptop_is_told() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"), ROMEO.on("pc"))
                .play(
                        (laptop, phone, pc) -> {
                            enables(phone);
                            pc.sends(chat().to(laptop).body("thou art"));
                            laptop.gets(chat().from(pc).body("thou art"));
                            Element copy = copied(phone.nextMessage(), "received");
                            assertThat(copy.childText("body")).isEqualTo("thou art");
                            laptop.getsNothingMore();
                            phone.getsNothingMore();
                            pc.getsNothingMore();
                        });
    }

    @Spec(xep = 280, section = "6", says = "who was delivered the message gets no copy of it")
    @Test
    void to_the_bare_address_everybody_gets_it_once() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"), ROMEO.on("pc"))
                .play(
                        (laptop, phone, pc) -> {
                            enables(phone);
                            enables(laptop);
                            pc.sends(chat().to(JULIET.address()).body("both of you"));
                            laptop.gets(chat().body("both of you"));
                            phone.gets(chat().body("both of you"));
                            laptop.getsNothingMore();
                            phone.getsNothingMore();
                        });
    }

    @Spec(xep = 280, section = "5", says = "a client that has disabled carbons gets no more")
    @Test
    void a_client_can_turn_them_off() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"), ROMEO.on("pc"))
                .play(
                        (laptop, phone, pc) -> {
                            enables(phone);
                            phone.asks(
                                    Iq.Type.SET, null, Element.empty("disable", Carbons.NAMESPACE));
                            laptop.sends(chat().to(pc).body("unseen"));
                            phone.getsNothingMore();
                        });
    }

    @Spec(
            xep = 280,
            section = "6.1",
            says = "private messages, and normal ones without talk, are not copied")
    @Test
    void some_messages_are_not_copied() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"), ROMEO.on("pc"))
                .play(
                        (laptop, phone, pc) -> {
                            enables(phone);
                            laptop.sends(
                                    chat().to(pc)
                                            .body("for this one")
                                            .with(Element.empty("private", Carbons.NAMESPACE)));
                            laptop.sends(normal().to(pc).with(Element.empty("x", "urn:other")));
                            phone.getsNothingMore();
                            laptop.sends(
                                    chat().to(pc)
                                            .with(
                                                    Element.empty(
                                                            "composing",
                                                            "http://jabber.org/protocol/chatstates")));
                            assertThat(copied(phone.nextMessage(), "sent").firstChild())
                                    .extracting(Element::name)
                                    .isEqualTo("composing");
                        });
    }

    @Spec(xep = 280, section = "4", says = "only for oneself")
    @Test
    void nobody_turns_on_anothers() {
        house.story
                .with(JULIET.on("laptop"), ROMEO.on("pc"))
                .play(
                        (laptop, pc) -> {
                            pc.sends(
                                    Iq.of(
                                            Iq.Type.SET,
                                            null,
                                            JULIET.address(),
                                            "1",
                                            Element.empty("enable", Carbons.NAMESPACE)));
                            pc.getsError(Condition.NOT_ALLOWED);
                        });
    }

    @Test
    void a_note_to_oneself_comes_once_to_each() {
        house.story
                .with(JULIET.on("laptop"), JULIET.on("phone"))
                .play(
                        (laptop, phone) -> {
                            enables(phone);
                            enables(laptop);
                            laptop.sends(chat().to(JULIET.address()).body("buy bread"));
                            laptop.gets(chat().body("buy bread"));
                            phone.gets(chat().body("buy bread"));
                            laptop.getsNothingMore();
                            phone.getsNothingMore();
                        });
    }
}
