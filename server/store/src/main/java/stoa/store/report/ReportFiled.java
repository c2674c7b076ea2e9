package stoa.store.report;

import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Numbered;
import stoa.store.Bytes;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;

/**
 * Somebody has reported an address. It takes an id of the archive's own series, so that reports and
 * talk have one order.
 *
 * @param reported the address as it was blocked
 * @param reason a URN: {@code urn:xmpp:reporting:spam}, {@code urn:xmpp:reporting:abuse} or one
 *     that nobody here knows
 * @param xml the {@code <report/>} element
 */
public record ReportFiled(
        ArchiveSlot slot, BareJid reporter, Jid reported, String reason, Bytes xml)
        implements Numbered {
    @Override
    public int weightBytes() {
        return 256 + xml.length();
    }
}
