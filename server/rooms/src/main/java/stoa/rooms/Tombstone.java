package stoa.rooms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/**
 * What stands in the archive for whoever reads it in the place of a retracted message, XEP-0424
 * section 4 and XEP-0425 section 4: who wrote it and that it was retracted, nothing of what it
 * said.
 */
final class Tombstone {
    private Tombstone() {}

    /**
     * The tombstone of a line.
     *
     * @param retraction the id of the message that retracts it
     * @param moderated who retracted it when that was a moderator, XEP-0425; null for the author
     */
    static Message of(
            Line line,
            String retraction,
            Instant at,
            @Nullable Element moderated,
            @Nullable String reason) {
        Message message = line.message();
        List<Element> kept = new ArrayList<>();
        for (Element payload : message.payloads()) {
            if (tellsWho(payload)) {
                kept.add(payload);
            }
        }
        kept.add(
                Element.of("retracted", Muc.RETRACT)
                        .attribute("id", retraction)
                        .attribute("stamp", Times.text(at))
                        .childIf(moderated)
                        .child("reason", reason)
                        .build());
        return message.withPayloads(kept);
    }

    private static boolean tellsWho(Element payload) {
        return payload.is("occupant-id", Muc.OCCUPANT_ID)
                || payload.is("origin-id", Muc.STANZA_ID)
                || payload.is("x", Muc.USER);
    }

    static boolean is(Line line) {
        return line.message().has("retracted", Muc.RETRACT);
    }
}
