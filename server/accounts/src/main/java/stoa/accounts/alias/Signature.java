package stoa.accounts.alias;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Node;

/**
 * Says in the text who has written it, for clients that know no aliases: {@code Juliet: Good day}.
 * The words are marked as a fallback (XEP-0428), so whoever reads {@code <on-behalf-of/>} leaves
 * them out; marks of others on the text are moved behind them.
 */
final class Signature {
    private static final String FALLBACK = "urn:xmpp:fallback:0";
    private static final String NICK = "http://jabber.org/protocol/nick";

    private Signature() {}

    /** The payloads, signed; those without a body say nothing that needs it. */
    static List<Element> on(List<Element> payloads, String name) {
        String words = name + ":" + (startsBlock(payloads) ? "\n" : " ");
        int length = words.codePointCount(0, words.length());
        List<Element> signed = new ArrayList<>(payloads.size() + 2);
        boolean any = false;
        for (Element payload : payloads) {
            if (payload.is("body", Message.CLIENT)) {
                any = true;
                signed.add(
                        payload.withChildren(
                                List.of(new stoa.xmpp.xml.Text(words + payload.text()))));
            } else {
                signed.add(payload.is("fallback", FALLBACK) ? moved(payload, length) : payload);
            }
        }
        if (!any) {
            return payloads;
        }
        signed.add(Element.text("nick", NICK, name));
        signed.add(
                Element.of("fallback", FALLBACK)
                        .attribute("for", AliasNames.NAMESPACE)
                        .child(
                                Element.of("body", FALLBACK)
                                        .attribute("start", "0")
                                        .attribute("end", Integer.toString(length))
                                        .build())
                        .build());
        return signed;
    }

    /** XEP-0393: quotations and preformatted blocks begin a line. */
    private static boolean startsBlock(List<Element> payloads) {
        return payloads.stream()
                .filter(payload -> payload.is("body", Message.CLIENT))
                .map(Element::text)
                .anyMatch(text -> text.startsWith(">") || text.startsWith("```"));
    }

    private static Element moved(Element fallback, int by) {
        List<Node> children = new ArrayList<>();
        for (Node child : fallback.children()) {
            children.add(
                    child instanceof Element body && body.is("body", FALLBACK)
                            ? body.withAttribute("start", moved(body.attribute("start"), by))
                                    .withAttribute("end", moved(body.attribute("end"), by))
                            : child);
        }
        return fallback.withChildren(children);
    }

    private static @Nullable String moved(@Nullable String place, int by) {
        if (place == null) {
            return null; // all of the text
        }
        try {
            return Integer.toString(Math.addExact(Integer.parseInt(place.strip()), by));
        } catch (NumberFormatException | ArithmeticException notAPlace) {
            return place;
        }
    }
}
