package stoa.store.memory;

import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import stoa.store.account.AccountDeleted;
import stoa.store.visit.MotdTold;
import stoa.store.visit.Visit;
import stoa.store.visit.VisitNoted;
import stoa.store.visit.VisitStore;
import stoa.xmpp.jid.BareJid;

final class MemoryVisits implements VisitStore {
    private final MemoryTables tables;
    private final Map<BareJid, Visit> visits = new HashMap<>();

    MemoryVisits(MemoryTables tables) {
        this.tables = tables;
        tables.on(VisitNoted.class, this::note);
        tables.on(
                MotdTold.class,
                told -> {
                    Visit visit = of(told.account());
                    visits.put(
                            told.account(),
                            new Visit(visit.lastLogin(), visit.arrived(), told.number()));
                });
        tables.on(AccountDeleted.class, deleted -> visits.remove(deleted.account()));
    }

    private void note(VisitNoted noted) {
        Visit before = of(noted.account());
        visits.put(
                noted.account(),
                new Visit(
                        noted.lastLogin().truncatedTo(ChronoUnit.MILLIS),
                        before.arrived() || noted.arrived(),
                        before.motd()));
    }

    private Visit of(BareJid account) {
        return visits.getOrDefault(account, Visit.NEVER);
    }

    @Override
    public CompletionStage<Visit> find(BareJid account) {
        return tables.read(() -> of(account));
    }
}
