package stoa.net.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Attribute;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Node;
import stoa.xmpp.xml.Text;
import stoa.xmpp.xml.XmlWriter;

/**
 * Writes stanzas straight from their values: what {@link Stanza#toElement} would give, without the
 * element in between.
 */
public final class StanzaText {
    private static final int TAG_BYTES = 16;

    private StanzaText() {}

    /**
     * Writes the stanza.
     *
     * @param alone whether it declares its own namespace, as a WebSocket frame must
     */
    public static void write(XmlWriter out, Stanza stanza, boolean alone) {
        switch (stanza) {
            case Message m ->
                    write(
                            out,
                            "message",
                            m.type() == Message.Type.NORMAL ? null : m.type().text(),
                            m,
                            alone);
            case Presence p ->
                    write(
                            out,
                            "presence",
                            p.type() == Presence.Type.AVAILABLE ? null : p.type().text(),
                            p,
                            alone);
            case Iq iq -> write(out, "iq", iq.type().text(), iq, alone);
        }
    }

    private static void write(
            XmlWriter out, String name, @Nullable String type, Stanza stanza, boolean alone) {
        out.raw("<").raw(name);
        if (alone) {
            out.attribute("xmlns", Stanza.CLIENT);
        }
        attribute(out, "from", stanza.from());
        attribute(out, "to", stanza.to());
        attribute(out, "type", type);
        attribute(out, "id", stanza.id());
        attribute(out, "xml:lang", stanza.lang());
        List<Element> payloads = stanza.payloads();
        if (payloads.isEmpty()) {
            out.raw("/>");
            return;
        }
        out.raw(">");
        for (int i = 0; i < payloads.size(); i++) {
            out.element(payloads.get(i), Stanza.CLIENT);
        }
        out.raw("</").raw(name).raw(">");
    }

    private static void attribute(XmlWriter out, String name, @Nullable Object value) {
        if (value != null) {
            out.attribute(name, value.toString());
        }
    }

    /** About how many bytes it will take. */
    public static int weigh(Stanza stanza) {
        int weight = 128;
        for (Element payload : stanza.payloads()) {
            weight += weigh(payload);
        }
        return weight;
    }

    private static int weigh(Element element) {
        int weight = TAG_BYTES + 2 * element.name().length();
        for (Attribute attribute : element.attributes()) {
            weight += attribute.name().length() + attribute.value().length() + 4;
        }
        for (Node child : element.children()) {
            weight +=
                    switch (child) {
                        case Element e -> weigh(e);
                        case Text t -> t.value().length();
                    };
        }
        return weight;
    }
}
