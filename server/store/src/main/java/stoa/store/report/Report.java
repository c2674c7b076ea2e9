package stoa.store.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

/** A report as it is read back; see {@link ReportFiled}. */
public record Report(long id, BareJid reporter, Jid reported, String reason, Bytes xml) {
    /** The namespace of XEP-0377. */
    public static final String NAMESPACE = "urn:xmpp:reporting:1";

    /** One of the messages that the report is about, as its reporter named it (XEP-0359). */
    public record Stanza(String by, String id) {}

    /** What may be done with a report besides reading it here, XEP-0377 section 5. */
    public enum Processing {
        /** It may be passed on to the domain where the reported message came from. */
        REPORT_ORIGIN,
        /** It may be passed on to those who gather reports. */
        THIRD_PARTY;

        /** The element that allows it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** When it was filed, in milliseconds since 1970. */
    public long epochMillis() {
        return ArchiveSlot.epochMillis(id);
    }

    /** The reporter's own words, the first if there are several, or null. */
    public @Nullable String text() {
        Element text = StoredXml.read(xml).child("text", NAMESPACE);
        return text == null ? null : text.text();
    }

    /** The messages it is about. */
    public List<Stanza> stanzas() {
        List<Stanza> stanzas = new ArrayList<>();
        for (Element child :
                StoredXml.read(xml)
                        .elements()
                        .filter(e -> e.is("stanza-id", "urn:xmpp:sid:0"))
                        .toList()) {
            String by = child.attribute("by");
            String id = child.attribute("id");
            if (by != null && id != null) {
                stanzas.add(new Stanza(by, id));
            }
        }
        return stanzas;
    }

    /** Whether the reporter has agreed to that processing. */
    public boolean allows(Processing processing) {
        return StoredXml.read(xml).child(processing.text(), NAMESPACE) != null;
    }
}
