package stoa.accounts;

import org.jspecify.annotations.Nullable;
import stoa.core.hook.StanzaIds;
import stoa.core.journal.ArchiveSlot;
import stoa.store.StoredXml;
import stoa.store.report.Report;
import stoa.store.report.ReportFiled;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

/**
 * Reads the report inside an item of a block command, XEP-0377 section 6. A report never stands in
 * the way of the block: one without a reason is none, and what is too much of it is left out. Pure.
 */
final class Reports {
    /** The messages one report may name; more are left out. */
    static final int STANZA_LIMIT = 50;

    /** The texts, in several languages, of one report; more are left out. */
    static final int TEXT_LIMIT = 5;

    /** Characters of one text, and of an id; what is longer is cut. */
    static final int TEXT_CHARS = 2_000;

    /** Characters of a reason; a longer one is none. */
    private static final int REASON_CHARS = 256;

    private Reports() {}

    /** The report, or null when there is none. */
    static @Nullable ReportFiled read(BareJid reporter, Jid reported, Element item) {
        Element report = item.child("report", Report.NAMESPACE);
        String reason = report == null ? null : report.attribute("reason");
        return report == null || reason == null || !isUrn(reason)
                ? null
                : new ReportFiled(
                        new ArchiveSlot(),
                        reporter,
                        reported,
                        reason,
                        StoredXml.write(cleaned(report, reason)));
    }

    /** Any word: who reads reports knows more reasons than this program. */
    private static boolean isUrn(String reason) {
        return !reason.isEmpty()
                && reason.length() <= REASON_CHARS
                && reason.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static Element cleaned(Element report, String reason) {
        Element.Builder clean = Element.of("report", Report.NAMESPACE).attribute("reason", reason);
        int texts = 0;
        int stanzas = 0;
        for (Element child : report.elements().toList()) {
            if (child.is("text", Report.NAMESPACE) && texts++ < TEXT_LIMIT) {
                clean.child(
                        Element.of("text", Report.NAMESPACE)
                                .lang(child.attribute("lang", Element.XML_NAMESPACE))
                                .text(cut(child.text()))
                                .build());
            } else if (child.is("stanza-id", StanzaIds.NAMESPACE) && stanzas++ < STANZA_LIMIT) {
                clean.child(stanzaId(child));
            } else if (isAgreement(child)) {
                clean.child(Element.empty(child.name(), Report.NAMESPACE));
            }
        }
        return clean.build();
    }

    private static Element stanzaId(Element named) {
        return Element.of("stanza-id", StanzaIds.NAMESPACE)
                .attribute("by", text(named.attribute("by")))
                .attribute("id", text(named.attribute("id")))
                .build();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : cut(value);
    }

    private static boolean isAgreement(Element child) {
        for (Report.Processing processing : Report.Processing.values()) {
            if (child.is(processing.text(), Report.NAMESPACE)) {
                return true;
            }
        }
        return false;
    }

    private static String cut(String text) {
        if (text.length() <= TEXT_CHARS) {
            return text;
        }
        int end =
                Character.isHighSurrogate(text.charAt(TEXT_CHARS - 1))
                        ? TEXT_CHARS - 1
                        : TEXT_CHARS;
        return text.substring(0, end);
    }
}
