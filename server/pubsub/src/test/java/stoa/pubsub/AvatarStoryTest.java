package stoa.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.pubsub.Reader.items;
import static stoa.pubsub.Reader.publish;
import static stoa.pubsub.Reader.refused;
import static stoa.pubsub.Reader.result;
import static stoa.testkit.Person.JULIET;
import static stoa.testkit.Person.ROMEO;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stoa.pubsub.node.Pubsub;
import stoa.testkit.Person;
import stoa.testkit.Spec;
import stoa.testkit.TestClient;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

class AvatarStoryTest {
    private static final String DATA = "urn:xmpp:avatar:data";
    private static final String METADATA = "urn:xmpp:avatar:metadata";
    private static final String UPDATE = "vcard-temp:x:update";
    private static final String VCARD = "vcard-temp";

    private final EventingHouse house = EventingHouse.listed();
    private final Reader juliet = house.client(JULIET.on("balcony")).online();
    private final Reader romeo = house.client(ROMEO.on("orchard")).wanting(METADATA);

    private static String base64(String picture) {
        return Base64.getEncoder().encodeToString(picture.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha1(String picture) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-1")
                                    .digest(picture.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Element metadata(String id, @Nullable String url) {
        return Element.of("info", METADATA)
                .attribute("id", id)
                .attribute("type", "image/png")
                .attribute("bytes", "7")
                .attribute("url", url)
                .build();
    }

    private void publishesAvatar(String picture) {
        String id = sha1(picture);
        result(juliet.sets(null, publish(DATA, id, Element.text("data", DATA, base64(picture)))));
        Element said =
                Element.of("metadata", METADATA)
                        .child(metadata(sha1("else"), "https://example.org/big.png"))
                        .child(metadata(id, null))
                        .build();
        result(juliet.sets(null, publish(METADATA, id, said)));
    }

    private static Element card(@Nullable String picture) {
        Element card = Element.of("vCard", VCARD).child("FN", "Juliet").build();
        return picture == null
                ? card
                : card.with(
                        Element.of("PHOTO", VCARD)
                                .child("TYPE", "image/png")
                                .child("BINVAL", base64(picture))
                                .build());
    }

    private Element cardOf(Person who) {
        return Objects.requireNonNull(
                result(
                        romeo.client.asks(
                                Iq.Type.GET, who.address(), Element.empty("vCard", VCARD))));
    }

    /** Without a name and without a picture there is nothing on it (XEP-0054 section 3.3). */
    private void nobodySeesACardOf(Person who) {
        refused(
                romeo.client.asks(Iq.Type.GET, who.address(), Element.empty("vCard", VCARD)),
                Condition.SERVICE_UNAVAILABLE,
                null);
    }

    private Iq saves(Element card) {
        return juliet.client.asks(Iq.Type.SET, null, card);
    }

    /** The hash in the next presence, empty when it says that there is none, null for no word. */
    private static @Nullable String hash(TestClient client) {
        var next = client.next();
        while (!(next instanceof Presence)) {
            next = client.next();
        }
        Element x = next.payload("x", UPDATE);
        return x == null ? null : x.childText("photo");
    }

    @Spec(xep = 398, section = "3.1", says = "the published avatar is the card's picture")
    @Test
    void an_avatar_is_the_picture_of_the_card() {
        publishesAvatar("picture");
        assertThat(cardOf(JULIET).child("PHOTO", VCARD))
                .isEqualTo(card("picture").child("PHOTO", VCARD));
        assertThat(romeo.toldEvent("items").child("item", Pubsub.EVENT).attribute("id"))
                .isEqualTo(sha1("picture"));
        result(juliet.sets(null, publish(METADATA, null, Element.empty("metadata", METADATA))));
        nobodySeesACardOf(JULIET);
    }

    @Spec(xep = 398, section = "3.1", says = "the hash of the picture is verified")
    @Test
    void data_that_is_not_what_its_id_says_is_no_picture() {
        String id = sha1("picture");
        result(juliet.sets(null, publish(DATA, id, Element.text("data", DATA, base64("other")))));
        Element said = Element.of("metadata", METADATA).child(metadata(id, null)).build();
        result(juliet.sets(null, publish(METADATA, id, said)));
        nobodySeesACardOf(JULIET);
    }

    @Spec(xep = 398, section = "3.2", says = "the picture of a saved card is published")
    @Test
    void the_picture_of_a_card_is_the_avatar() {
        result(saves(card("picture")));
        Element told = romeo.toldEvent("items");
        assertThat(told.child("item", Pubsub.EVENT).attribute("id")).isEqualTo(sha1("picture"));
        assertThat(juliet.ids(null, items(DATA))).containsExactly(sha1("picture"));
        assertThat(cardOf(JULIET)).isEqualTo(card("picture"));
        result(saves(card("picture")));
        romeo.toldNothingMore();
        result(saves(card(null)));
        Element none = romeo.toldEvent("items").child("item", Pubsub.EVENT).firstChild();
        assertThat(none).isEqualTo(Element.empty("metadata", METADATA));
        assertThat(cardOf(JULIET)).isEqualTo(card(null));
    }

    @Test
    void a_picture_that_is_too_big_is_refused_with_the_card() {
        result(saves(card(null)));
        refused(saves(card("x".repeat(160_000))), Condition.NOT_ACCEPTABLE, "payload-too-big");
        assertThat(cardOf(JULIET)).isEqualTo(card(null));
    }

    @Spec(xep = 398, section = "4", says = "the server says the hash for its clients")
    @Test
    void presence_tells_the_hash_and_tells_it_anew_when_it_changes() {
        romeo.client.forgets();
        publishesAvatar("one");
        assertThat(hash(romeo.client)).isEqualTo(sha1("one"));
        romeo.client.forgets();
        result(saves(card("two")));
        assertThat(hash(romeo.client)).isEqualTo(sha1("two"));
        romeo.client.forgets();
        juliet.client.sendsPresence();
        assertThat(hash(romeo.client)).isEqualTo(sha1("two"));
        Element claimed =
                Element.of("x", UPDATE)
                        .child("photo", "0000000000000000000000000000000000000000")
                        .build();
        juliet.client.sendsPresence(claimed);
        assertThat(hash(romeo.client)).isEqualTo(sha1("two"));
        juliet.client.sendsPresence(Element.empty("x", UPDATE));
        assertThat(hash(romeo.client)).isEqualTo(sha1("two"));
        juliet.client.sends(Presence.of(Presence.Type.AVAILABLE, null, romeo.client.address()));
        assertThat(hash(romeo.client)).isEqualTo(sha1("two"));
        result(saves(card(null)));
        assertThat(hash(romeo.client)).isEmpty();
    }

    @Spec(xep = 398, section = "4", says = "an empty photo is left alone")
    @Test
    void a_client_that_shows_no_picture_is_left_alone() {
        publishesAvatar("one");
        romeo.client.forgets();
        juliet.client.sendsPresence(Element.of("x", UPDATE).child("photo").build());
        assertThat(hash(romeo.client)).isEmpty();
        romeo.client.forgets();
        publishesAvatar("two");
        romeo.client.forgetsPresence();
        romeo.toldEvent("items");
        romeo.toldNothingMore();
        assertThat(romeo.client.hasNothing()).isTrue();
    }

    @Test
    void who_has_no_avatar_says_nothing_of_it() {
        romeo.client.forgets();
        juliet.client.sendsPresence();
        assertThat(hash(romeo.client)).isNull();
    }

    @Test
    void a_server_that_starts_again_knows_the_hash() {
        publishesAvatar("one");
        house.start();
        Reader again = house.client(ROMEO.on("orchard")).online();
        house.client(JULIET.on("balcony")).client.comesOnline();
        assertThat(hash(again.client)).isEqualTo(sha1("one"));
    }
}
