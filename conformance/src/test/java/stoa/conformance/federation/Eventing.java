package stoa.conformance.federation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import stoa.conformance.wire.Element;
import stoa.conformance.wire.Session;

/** A client that publishes to its own nodes and says which of others' it wants (XEP-0163). */
final class Eventing {
    static final String NICK = "http://jabber.org/protocol/nick";
    static final String MOOD = "http://jabber.org/protocol/mood";
    static final String AVATAR = "urn:xmpp:avatar:metadata";
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String NODE = "https://client.example";

    private Eventing() {}

    /**
     * Becomes available with the capabilities (XEP-0115) of a client that wants these nodes, and
     * says what they are whenever it is asked.
     */
    static void comes(Session session, String... nodes) {
        List<String> features = new ArrayList<>(List.of(INFO));
        Stream.of(nodes).forEach(node -> features.add(node + "+notify"));
        features.sort(null);
        session.connection().listen(element -> answers(session, element, features));
        session.ask("get", "", "<query xmlns='jabber:iq:roster'/>");
        session.send(
                "<presence><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='"
                        + NODE
                        + "' ver='"
                        + hash(features)
                        + "'/></presence>");
    }

    private static boolean answers(Session session, Element element, List<String> features) {
        boolean asked =
                element.name().equals("iq")
                        && "get".equals(element.attribute("type"))
                        && element.child("query", INFO).isPresent();
        if (!asked) {
            return false;
        }
        String node = element.child("query", INFO).orElseThrow().attribute("node");
        var answer = new StringBuilder("<iq type='result' id='");
        answer.append(Element.escape(element.need("id"))).append('\'');
        answer.append(" to='").append(Element.escape(element.need("from"))).append("'>");
        answer.append("<query xmlns='").append(INFO).append('\'');
        answer.append(node == null ? ">" : " node='" + Element.escape(node) + "'>");
        answer.append("<identity category='client' type='pc'/>");
        features.forEach(feature -> answer.append("<feature var='" + feature + "'/>"));
        session.send(answer.append("</query></iq>").toString());
        return true;
    }

    private static String hash(List<String> features) {
        String words = "client/pc//<" + String.join("<", features) + "<";
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(words.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static void publishes(Session session, String node, String id, String payload) {
        var answer =
                session.ask(
                        "set",
                        "",
                        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='"
                                + node
                                + "'><item id='"
                                + id
                                + "'>"
                                + payload
                                + "</item></publish></pubsub>");
        assertThat(answer.attribute("type")).as(answer.toString()).isEqualTo("result");
    }

    /** Whether an element tells of that item, with that text somewhere in it. */
    static Predicate<Element> tells(String owner, String node, String id, String text) {
        return element ->
                element.name().equals("message")
                        && owner.equals(element.attribute("from"))
                        && element.child("event").stream()
                                .flatMap(event -> event.child("items").stream())
                                .filter(items -> node.equals(items.attribute("node")))
                                .flatMap(Element::children)
                                .anyMatch(
                                        item ->
                                                id.equals(item.attribute("id"))
                                                        && item.toString().contains(text));
    }
}
