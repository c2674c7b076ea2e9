package stoa.search;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.store.StoreException;
import stoa.store.StoredXml;
import stoa.store.archive.FollowedMessage;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/**
 * What of an archived message concerns the index. Pure.
 *
 * @param bodies what it says, in each language (RFC 6121 section 5.2.3)
 * @param retracts the archive id of the message it says it takes back (XEP-0424, XEP-0425), if any
 */
record ArchivedText(List<String> bodies, @Nullable Long retracts) {
    private static final Logger LOG = LoggerFactory.getLogger(ArchivedText.class);
    private static final String RETRACT = "urn:xmpp:message-retract:1";
    private static final ArchivedText NOTHING = new ArchivedText(List.of(), null);

    static ArchivedText of(FollowedMessage message) {
        try {
            Element stanza = StoredXml.read(message.stanza());
            return new ArchivedText(
                    stanza.elements()
                            .filter(child -> child.is("body", Stanza.CLIENT))
                            .map(Element::text)
                            .toList(),
                    retracted(stanza.child("retract", RETRACT)));
        } catch (StoreException damaged) {
            LOG.error("search_message_unreadable id={}", message.id());
            return NOTHING;
        }
    }

    private static @Nullable Long retracted(@Nullable Element retract) {
        String id = retract == null ? null : retract.attribute("id");
        try {
            return id == null ? null : Long.valueOf(id);
        } catch (NumberFormatException ofAnotherArchive) {
            return null;
        }
    }
}
