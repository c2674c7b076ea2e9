package stoa.accounts;

import java.util.concurrent.ConcurrentHashMap;
import stoa.xmpp.jid.BareJid;

/**
 * For which accounts a stored message is waiting to be handed to them once more, after their
 * entity's commit failed: newer ones may have overtaken it, so what their clients acknowledge
 * meanwhile does not say that they have it. Any thread.
 */
final class LateMessages {
    private final ConcurrentHashMap<BareJid, Integer> waiting = new ConcurrentHashMap<>();

    void waitsFor(BareJid account) {
        waiting.merge(account, 1, Integer::sum);
    }

    void hasCome(BareJid account) {
        waiting.computeIfPresent(account, (key, count) -> count == 1 ? null : count - 1);
    }

    boolean areWaitingFor(BareJid account) {
        return !waiting.isEmpty() && waiting.containsKey(account);
    }
}
