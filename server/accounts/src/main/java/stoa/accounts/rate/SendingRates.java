package stoa.accounts.rate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;

/**
 * Counts what accounts send and says when it is too much. Safe on any thread; nothing waits. Of an
 * account that sends nothing for a minute nothing is remembered.
 */
public final class SendingRates {
    private static final String MUC = "http://jabber.org/protocol/muc";
    private static final StanzaError MESSAGES =
            tooMuch("You send more messages than is allowed. Wait a minute.");
    private static final StanzaError PRESENCE =
            tooMuch("Your presence changes more often than is allowed. Wait a minute.");
    private static final StanzaError JOINS =
            tooMuch("You enter more rooms at once than is allowed. Wait a minute.");
    private static final StanzaError STANZAS =
            tooMuch("Your clients send more than is allowed. Wait a minute.");
    private static final StanzaError DOMAIN =
            Condition.RESOURCE_CONSTRAINT.error(
                    "More is sent in this domain than is allowed. Wait a minute.");

    /** What is counted of one sender: an account, or a domain. */
    private static final class Sender {
        private final MinuteRate messages;
        private final MinuteRate presence;
        private final MinuteRate joins;
        private final MinuteRate stanzas;

        Sender(SendingLimits.Limits limits) {
            messages = new MinuteRate(limits.messages());
            presence = new MinuteRate(limits.presence());
            joins = new MinuteRate(limits.joins());
            stanzas = new MinuteRate(limits.stanzas());
        }

        /** Takes what the stanza costs, all of it or nothing; null when there was enough. */
        @Nullable StanzaError take(Stanza stanza, long nowMs) {
            if (!stanzas.take(nowMs)) {
                return STANZAS;
            }
            StanzaError refusal =
                    switch (stanza) {
                        case Message message -> messages.take(nowMs) ? null : MESSAGES;
                        case Presence shown -> take(shown, nowMs);
                        case Iq iq -> null;
                    };
            if (refusal != null) {
                stanzas.giveBack();
            }
            return refusal;
        }

        private @Nullable StanzaError take(Presence shown, long nowMs) {
            if (!presence.take(nowMs)) {
                return PRESENCE;
            }
            if (isJoin(shown) && !joins.take(nowMs)) {
                presence.giveBack();
                return JOINS;
            }
            return null;
        }

        void giveBack(Stanza stanza) {
            stanzas.giveBack();
            switch (stanza) {
                case Message message -> messages.giveBack();
                case Presence shown -> {
                    presence.giveBack();
                    if (isJoin(shown)) {
                        joins.giveBack();
                    }
                }
                case Iq iq -> {}
            }
        }

        private static boolean isJoin(Presence shown) {
            return shown.to() != null && shown.has("x", MUC);
        }

        boolean isIdle(long nowMs) {
            return messages.isFull(nowMs)
                    && presence.isFull(nowMs)
                    && joins.isFull(nowMs)
                    && stanzas.isFull(nowMs);
        }
    }

    private final SendingLimits limits;
    private final Map<BareJid, Sender> accounts = new ConcurrentHashMap<>();
    private final Map<String, Sender> domains = new ConcurrentHashMap<>();

    public SendingRates(SendingLimits limits) {
        this.limits = limits;
    }

    /** RFC 6120 section 8.3.3.12: the type says that waiting helps. */
    private static StanzaError tooMuch(String sentence) {
        return Condition.POLICY_VIOLATION.error(sentence).withType(StanzaError.Type.WAIT);
    }

    /**
     * Counts a stanza that a client of the account sends; null when it may, or why not. What is
     * refused does not count.
     */
    public @Nullable StanzaError refusal(BareJid account, Stanza stanza, long nowMs) {
        if (limits.equals(SendingLimits.NONE) || isFree(stanza)) {
            return null;
        }
        Sender own = accounts.computeIfAbsent(account, key -> new Sender(limits.account()));
        Sender all = domains.computeIfAbsent(account.domain(), key -> new Sender(limits.domain()));
        StanzaError refusal = own.take(stanza, nowMs);
        if (refusal == null && all.take(stanza, nowMs) != null) {
            own.giveBack(stanza);
            refusal = DOMAIN;
        }
        return refusal;
    }

    /** Answers, and goodbyes: they end what is going on. */
    private static boolean isFree(Stanza stanza) {
        return switch (stanza) {
            case Iq iq -> !iq.isRequest();
            case Presence presence ->
                    presence.type() == Presence.Type.UNAVAILABLE
                            || presence.type() == Presence.Type.ERROR;
            case Message message -> message.isError();
        };
    }

    /** Forgets who has sent nothing lately; called now and then by a timer. */
    public void forgetIdle(long nowMs) {
        accounts.values().removeIf(sender -> sender.isIdle(nowMs));
    }

    /** Accounts that are remembered. */
    public int size() {
        return accounts.size();
    }
}
