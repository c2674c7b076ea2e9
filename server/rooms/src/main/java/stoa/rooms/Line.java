package stoa.rooms;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.StanzaIds;
import stoa.core.journal.ArchiveSlot;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.EncodedStanza;
import stoa.xmpp.xml.XmlWriter;

/**
 * A message of the room as it is archived and as everybody hears it: {@code from} is the occupant,
 * there is no {@code to}. Its place in the archive is known once it was appended; only then may it
 * be turned into what is said.
 */
final class Line {
    private static final byte[] STORED_START =
            "<message xmlns='jabber:client'".getBytes(StandardCharsets.UTF_8);

    private final @Nullable ArchiveSlot slot;
    private final Instant at;
    private final Message message;
    private @Nullable volatile Copy asHistory;

    /** The message as it is stored, from when it was decided until it is said. */
    private @Nullable volatile Bytes stored;

    /**
     * A message as the room says it.
     *
     * @param slot its place in the archive; null for what is not stored
     */
    Line(@Nullable ArchiveSlot slot, Instant at, Message message) {
        this.slot = slot;
        this.at = at;
        this.message = message;
    }

    @Nullable ArchiveSlot slot() {
        return slot;
    }

    /** Whether that is its place in the archive. */
    boolean is(long id) {
        return slot != null && slot.isSet() && slot.id() == id;
    }

    Instant at() {
        return at;
    }

    Message message() {
        return message;
    }

    /** The room's address. */
    private Jid room() {
        return Objects.requireNonNull(message.from()).bare();
    }

    /** The message as it is stored. */
    Bytes stored() {
        Bytes bytes = StoredXml.write(message.toElement());
        stored = bytes;
        return bytes;
    }

    /**
     * What the occupants hear: with its stable id, XEP-0359 section 3.2. Made of the bytes that
     * were stored, so that a message is encoded once in all.
     */
    Copy live() {
        Bytes bytes = stored;
        stored = null;
        Message said = identified();
        EncodedStanza encoded =
                bytes == null || slot == null ? null : spliced(bytes.array(), slot.id());
        return encoded == null ? new Copy(said) : new Copy(said, encoded);
    }

    private @Nullable EncodedStanza spliced(byte[] xml, long id) {
        int start = STORED_START.length;
        if (xml.length <= start || !Arrays.equals(xml, 0, start, STORED_START, 0, start)) {
            return null;
        }
        byte[] afterTo = new byte[xml.length - start + 1];
        afterTo[0] = '\'';
        System.arraycopy(xml, start, afterTo, 1, xml.length - start);
        return EncodedStanza.of("message", Stanza.CLIENT, afterTo)
                .withLastChild(StanzaIds.encoded((BareJid) room(), id));
    }

    /** What a newcomer is shown: also with its time, section 7.2.13. Encoded once. */
    Copy history() {
        Copy known = asHistory;
        if (known == null) {
            known = new Copy(identified().with(delay()));
            asHistory = known;
        }
        return known;
    }

    private Message identified() {
        return slot == null ? message : message.with(StanzaIds.of((BareJid) room(), slot.id()));
    }

    private Element delay() {
        return Element.of("delay", Muc.DELAY)
                .attribute("from", room().toString())
                .attribute("stamp", Times.text(at))
                .build();
    }

    /**
     * How long this is in the history of a newcomer at that address, in characters of XML. Its
     * place in the archive may not be known yet, and is taken for as long as one can be.
     */
    int historyChars(FullJid to) {
        Message shown =
                slot == null
                        ? message
                        : message.with(StanzaIds.of((BareJid) room(), Long.MAX_VALUE));
        return XmlWriter.toString(shown.with(delay()).withTo(to).toElement()).length();
    }

    /** Equal when the same was said at the same time; the place in the archive comes later. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Line that
                        && at.equals(that.at)
                        && message.equals(that.message));
    }

    @Override
    public int hashCode() {
        return Objects.hash(at, message.id());
    }

    @Override
    public String toString() {
        return "line at " + at;
    }
}
