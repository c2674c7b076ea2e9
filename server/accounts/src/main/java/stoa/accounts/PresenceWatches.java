package stoa.accounts;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import stoa.core.session.Session;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;

/**
 * Which sessions watch whose presence for now, without a subscription ({@link PresenceWatching}).
 * Any thread. {@link #of} may or may not show what changes meanwhile: whoever begins to watch looks
 * at the registry afterwards, as {@link PresenceFanOut} does for newcomers.
 */
final class PresenceWatches {
    private final Map<BareJid, Set<Session>> watchers = new ConcurrentHashMap<>();
    private final Map<FullJid, Set<BareJid>> watched = new HashMap<>();

    /** The sessions that watch that account. */
    Collection<Session> of(BareJid account) {
        return watchers.getOrDefault(account, Set.of());
    }

    /** Whether a session of the one watches the other. */
    boolean watches(Jid one, BareJid other) {
        for (Session session : of(other)) {
            if (session.address().account().equals(one)) {
                return true;
            }
        }
        return false;
    }

    /** Watches these and nobody else; returns those that were not watched before. */
    synchronized List<BareJid> replace(Session session, Set<BareJid> people) {
        Set<BareJid> before = watched.getOrDefault(session.address(), Set.of());
        List<BareJid> more = people.stream().filter(person -> !before.contains(person)).toList();
        for (BareJid person : before) {
            if (!people.contains(person)) {
                remove(person, session.address());
            }
        }
        for (BareJid person : more) {
            watchers.computeIfAbsent(person, p -> ConcurrentHashMap.newKeySet()).add(session);
        }
        if (people.isEmpty()) {
            watched.remove(session.address());
        } else {
            watched.put(session.address(), Set.copyOf(people));
        }
        return more;
    }

    /** The resource watches nobody any more. */
    synchronized void end(FullJid watcher) {
        Set<BareJid> people = watched.remove(watcher);
        if (people != null) {
            people.forEach(person -> remove(person, watcher));
        }
    }

    private void remove(BareJid person, FullJid watcher) {
        watchers.computeIfPresent(
                person,
                (p, sessions) -> {
                    sessions.removeIf(session -> session.address().equals(watcher));
                    return sessions.isEmpty() ? null : sessions;
                });
    }
}
