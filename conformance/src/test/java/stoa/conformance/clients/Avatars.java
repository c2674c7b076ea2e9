package stoa.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import stoa.conformance.wire.Session;

/** Pictures of people (XEP-0084), by the suite's own client. */
final class Avatars {
    /** One pixel. */
    static final byte[] PNG =
            Base64.getDecoder()
                    .decode(
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private Avatars() {}

    static void publish(Session session, byte[] picture) {
        String id;
        try {
            id = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(picture));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        publish(
                session,
                "data",
                id,
                "<data xmlns='urn:xmpp:avatar:data'>"
                        + Base64.getEncoder().encodeToString(picture)
                        + "</data>");
        publish(
                session,
                "metadata",
                id,
                "<metadata xmlns='urn:xmpp:avatar:metadata'><info id='"
                        + id
                        + "' type='image/png' bytes='"
                        + picture.length
                        + "' width='1' height='1'/></metadata>");
    }

    private static void publish(Session session, String node, String id, String payload) {
        var answer =
                session.ask(
                        "set",
                        "",
                        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish"
                                + " node='urn:xmpp:avatar:"
                                + node
                                + "'><item id='"
                                + id
                                + "'>"
                                + payload
                                + "</item></publish></pubsub>");
        assertThat(answer.attribute("type")).as(answer.toString()).isEqualTo("result");
    }
}
