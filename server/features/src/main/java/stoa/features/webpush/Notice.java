package stoa.features.webpush;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

/**
 * What a browser is told, as it comes in a {@code <notification/>} (XEP-0357 section 7) of our own:
 * the form {@code urn:xmpp:push:summary}, and one of ours that says what kind of thing came and
 * where it stands in the history.
 *
 * @param sender of the last message, or null
 * @param conversations of which the browser was told since it was last there; what was read of them
 *     elsewhere is said to it
 */
record Notice(
        BareJid account,
        String messages,
        @Nullable String requests,
        @Nullable Jid sender,
        @Nullable String body,
        String kind,
        @Nullable String archiveId,
        List<String> conversations) {
    static final String SUMMARY = "urn:xmpp:push:summary";
    static final String CALL = "call";
    static final String ROOM_MESSAGE = "room-message";

    /** How much shorter a body is made at a time until all fits, in code points. */
    private static final int LESS = 50;

    Notice {
        conversations = List.copyOf(conversations);
    }

    static @Nullable Notice read(BareJid account, Element notification) {
        DataForm summary = form(notification, SUMMARY);
        DataForm ours = form(notification, WebPush.NAMESPACE);
        String kind = ours == null ? null : ours.value("kind");
        FormField conversations = ours == null ? null : ours.field("conversations");
        String messages = summary == null ? null : summary.value("message-count");
        if (summary == null || ours == null || kind == null || messages == null) {
            return null;
        }
        try {
            String sender = summary.value("last-message-sender");
            return new Notice(
                    account,
                    messages,
                    summary.value("pending-subscription-count"),
                    sender == null ? null : Jid.parse(sender),
                    summary.value("last-message-body"),
                    kind,
                    ours.value("stanza-id"),
                    conversations == null ? List.of() : conversations.values());
        } catch (InvalidJidException e) {
            return null;
        }
    }

    private static @Nullable DataForm form(Element notification, String type) {
        return notification
                .elements()
                .map(DataForm::read)
                .filter(form -> form != null && type.equals(form.formType()))
                .findFirst()
                .orElse(null);
    }

    /** Where the last message was said: a room, or the other person. */
    String conversation() {
        return sender == null ? "" : sender.bare().toString();
    }

    /**
     * JSON of at most that many bytes; a body that is too long for it ends earlier.
     *
     * @param preview whether the body may be shown
     * @param read up to where conversations were read, by their addresses
     */
    byte[] toJson(boolean preview, Map<String, String> read, int limitBytes) {
        String shown = preview ? body : null;
        while (true) {
            byte[] json = json(shown, read).getBytes(StandardCharsets.UTF_8);
            if (json.length <= limitBytes || shown == null) {
                return json;
            }
            int points = shown.codePointCount(0, shown.length()) - LESS;
            shown = points <= 0 ? null : shown.substring(0, shown.offsetByCodePoints(0, points));
        }
    }

    private String json(@Nullable String shown, Map<String, String> read) {
        JsonText text =
                new JsonText()
                        .put("account", account.toString())
                        .put("kind", kind)
                        .put("messages", messages)
                        .put("requests", requests);
        if (sender != null) {
            text.put("conversation", conversation())
                    .put("nick", kind.equals(ROOM_MESSAGE) ? sender.resource() : null);
        }
        return text.put("body", shown).put("id", archiveId).put("read", read).end();
    }
}
