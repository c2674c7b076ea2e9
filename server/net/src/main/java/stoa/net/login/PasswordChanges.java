package stoa.net.login;

import java.util.LinkedHashMap;
import java.util.Map;
import stoa.xmpp.jid.BareJid;

/**
 * Whose passwords have changed of late, so that who has proved to know the old one and has no
 * session yet gets none. Remembers the {@link #MOST} last changes; a stream has a minute or so
 * between signing in and binding. Safe on any thread.
 */
public final class PasswordChanges {
    static final int MOST = 10_000;

    private final Map<BareJid, Long> last =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<BareJid, Long> eldest) {
                    return size() > MOST;
                }
            };

    private long count;

    /** How many there were so far, of all accounts. */
    public synchronized long count() {
        return count;
    }

    /** The account's password has changed; after that is stored. */
    public synchronized void changed(BareJid account) {
        count++;
        last.remove(account);
        last.put(account, count);
    }

    /**
     * Whether the account's password has changed since.
     *
     * @param before what {@link #count} was before the account's secrets were looked up
     */
    public synchronized boolean since(long before, BareJid account) {
        return last.getOrDefault(account, 0L) > before;
    }
}
