package stoa.accounts.alias;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.accounts.ArchiveRules;
import stoa.accounts.Once;
import stoa.core.hook.StanzaIds;
import stoa.core.journal.ArchiveSlot;
import stoa.store.Bytes;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.EncodedStanza;

/**
 * What is said through an alias, as the archive has it. Everybody who is told it has a message of
 * their own, with the addresses that they know; the alias has one as a room would, spoken under
 * {@code support@example.org/romeo}, where romeo names the conversation and the peer is who really
 * spoke.
 */
final class Rows {
    /** A message with its place. */
    record Row(Message message, EncodedStanza encoded, ArchiveSlot slot, ArchiveAppend append) {}

    private Rows() {}

    /** One in the history of an account. */
    static Row of(Message message, BareJid owner, Jid peer) {
        return row(message, null, new ArchiveOwner(owner, peer));
    }

    /**
     * One in the history of the alias.
     *
     * @param sender who really spoke
     */
    static Row ofAlias(
            Message message, BareJid alias, BareJid person, BareJid sender, @Nullable String key) {
        Message spoken = message.withFrom(alias.withResource(person.local())).withTo(alias);
        return row(spoken, key, new ArchiveOwner(alias, sender));
    }

    private static Row row(Message message, @Nullable String originId, ArchiveOwner owner) {
        Jid from = message.from();
        Jid to = message.to();
        if (from == null || to == null) {
            throw new IllegalArgumentException("a message has both addresses");
        }
        EncodedStanza encoded = EncodedStanza.of(message.toElement());
        ArchiveSlot slot = new ArchiveSlot();
        return new Row(
                message,
                encoded,
                slot,
                new ArchiveAppend(
                        slot,
                        from,
                        to,
                        message.type(),
                        originId,
                        List.of(owner),
                        Bytes.of(encoded.toFrame(EncodedStanza.address(to.toString()))),
                        ArchiveRules.isLine(message)));
    }

    /**
     * By what a message is known in the alias' history: its conversation and the sender's own id
     * for it (XEP-0359); null when it has none.
     */
    static @Nullable String originKey(Message message, BareJid person) {
        String originId = StanzaIds.originId(message);
        return originId == null ? null : person.local() + "/" + originId;
    }

    /** What a resend is recognised by. */
    static long onceKey(Jid sender, String originKey) {
        return Once.key(sender, originKey);
    }
}
