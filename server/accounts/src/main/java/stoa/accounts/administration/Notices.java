package stoa.accounts.administration;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.journal.Change;
import stoa.core.journal.Journal;
import stoa.core.session.Session;
import stoa.store.notice.Notice;
import stoa.store.notice.NoticeDeleted;
import stoa.store.notice.NoticeSaved;
import stoa.store.notice.NoticeStore;
import stoa.store.visit.MotdTold;
import stoa.store.visit.Visit;
import stoa.xmpp.jid.BareJid;

/**
 * The message of the day and the welcome of each domain (XEP-0133 sections 4.24 to 4.28). Everybody
 * is told a message of the day once: who is online when it is set, others when they come. An
 * account is welcomed when it comes online for the first time. Safe on any thread.
 */
final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private record Key(String domain, Notice.Kind kind) {}

    private final NoticeStore store;
    private final Visits visits;
    private final Journal journal;
    private final Announcer announcer;
    private final InstantSource clock;
    private final Map<Key, Notice> current = new ConcurrentHashMap<>();

    /** Who is being told which message of the day, until that is stored. */
    private final Map<BareJid, Long> beingTold = new ConcurrentHashMap<>();

    Notices(
            NoticeStore store,
            Visits visits,
            Journal journal,
            Announcer announcer,
            InstantSource clock) {
        this.store = store;
        this.visits = visits;
        this.journal = journal;
        this.announcer = announcer;
        this.clock = clock;
    }

    /** Reads them; before any session begins. */
    CompletionStage<Void> load() {
        return store.all().thenAccept(all -> all.forEach(this::put));
    }

    private void put(Notice notice) {
        current.put(new Key(notice.domain(), notice.kind()), notice);
    }

    @Nullable Notice current(String domain, Notice.Kind kind) {
        return current.get(new Key(domain, kind));
    }

    /** The text of a notice, or null. */
    @Nullable String text(String domain, Notice.Kind kind) {
        Notice notice = current(domain, kind);
        return notice == null ? null : notice.text();
    }

    /** A new message of the day: told to all who are online, once it is stored. */
    CompletionStage<Integer> setMotd(String domain, String text) {
        Notice before = current(domain, Notice.Kind.MOTD);
        long after = before == null ? 0 : before.number() + 1;
        Notice motd = new Notice(domain, Notice.Kind.MOTD, text, Math.max(after, clock.millis()));
        return save(motd).thenApply(saved -> tellEverybody(motd));
    }

    private int tellEverybody(Notice motd) {
        List<BareJid> told = announcer.tellEverybody(motd.domain(), motd.text());
        List<Change> changes = new ArrayList<>();
        told.forEach(account -> changes.add(new MotdTold(account, motd.number())));
        if (!changes.isEmpty()) {
            told.forEach(account -> beingTold.put(account, motd.number()));
            journal.record(changes)
                    .whenComplete(
                            (stored, failure) ->
                                    told.forEach(a -> beingTold.remove(a, motd.number())));
        }
        return told.size();
    }

    /** Corrects the message of the day: who has been told it is not told again. */
    CompletionStage<Void> editMotd(String domain, String text) {
        Notice before = current(domain, Notice.Kind.MOTD);
        long number = before == null ? clock.millis() : before.number();
        return save(new Notice(domain, Notice.Kind.MOTD, text, number));
    }

    CompletionStage<Void> setWelcome(String domain, String text) {
        return save(new Notice(domain, Notice.Kind.WELCOME, text, clock.millis()));
    }

    private CompletionStage<Void> save(Notice notice) {
        return journal.record(List.of(new NoticeSaved(notice))).thenRun(() -> put(notice));
    }

    CompletionStage<Void> delete(String domain, Notice.Kind kind) {
        return journal.record(List.of(new NoticeDeleted(domain, kind)))
                .thenRun(() -> current.remove(new Key(domain, kind)));
    }

    /** Somebody has come: what they have not been told, they are. Only hands over. */
    void greet(Session session) {
        BareJid account = session.address().account();
        Notice motd = current(account.domain(), Notice.Kind.MOTD);
        Notice welcome = current(account.domain(), Notice.Kind.WELCOME);
        if (motd != null || welcome != null) {
            visits.find(account)
                    .whenComplete(
                            (visit, failure) -> {
                                if (failure == null) {
                                    greet(session, visit, motd, welcome);
                                } else {
                                    LOG.error("greeting_failed account={}", account, failure);
                                }
                            });
        }
        visits.arrived(account);
    }

    private void greet(
            Session session, Visit visit, @Nullable Notice motd, @Nullable Notice welcome) {
        BareJid account = session.address().account();
        if (welcome != null && !visit.arrived()) {
            announcer.tell(account.domain(), session.address(), welcome.text());
        }
        if (motd != null && visit.motd() < motd.number()) {
            Long telling = beingTold.put(account, motd.number());
            if (telling == null || telling < motd.number()) {
                announcer.tell(account.domain(), session.address(), motd.text());
                journal.record(List.of(new MotdTold(account, motd.number())))
                        .whenComplete((stored, failed) -> beingTold.remove(account, motd.number()));
            }
        }
    }
}
