package stoa.features.webpush;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stoa.core.notify.NotifySetting;
import stoa.xmpp.xml.Element;

/**
 * What a person wishes of one conversation, as the web chat keeps it: of a room in the extensions
 * of its bookmark (XEP-0402), of talk between two in an item of the private node {@link #NODE}.
 * Pure.
 *
 * @param wanted of which messages they want to be told (XEP-0492)
 * @param snoozedUntil nothing of it rings before; {@link Instant#EPOCH}: it is not snoozed
 * @param urgent it rings in “Do not disturb” as well
 */
record ConversationMark(NotifySetting wanted, Instant snoozedUntil, boolean urgent) {
    static final String NODE = "urn:stoa:conversations:0";

    /**
     * Reads what says it.
     *
     * @param holder null when nothing was said of the conversation
     */
    static ConversationMark read(@Nullable Element holder) {
        Element snoozed = holder == null ? null : holder.child("snoozed", NODE);
        return new ConversationMark(
                NotifySetting.in(holder, NotifySetting.ALWAYS),
                QuietWishes.instant(snoozed == null ? null : snoozed.attribute("until")),
                holder != null && holder.child("urgent", NODE) != null);
    }

    /** Whether nothing of it may ring at that moment. */
    boolean isMuted(Instant now) {
        return wanted == NotifySetting.NEVER || now.isBefore(snoozedUntil);
    }
}
