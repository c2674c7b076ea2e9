package stoa.app.serve;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import stoa.app.config.StoaConfig;
import stoa.core.hook.IqRequest;
import stoa.core.journal.Journal;
import stoa.net.login.Clients;
import stoa.net.login.UserAgent;
import stoa.rooms.Rooms;
import stoa.store.Store;
import stoa.store.room.RoomVisit;
import stoa.webapi.launcher.HostOrigin;
import stoa.webapi.launcher.LauncherFeature;
import stoa.webapi.launcher.LauncherRoutes;
import stoa.webapi.launcher.LauncherStreams;
import stoa.webapi.launcher.LauncherTokens;
import stoa.webapi.launcher.PersonalItems;
import stoa.webapi.launcher.RoomNumbers;
import stoa.webapi.launcher.RoomTalk;
import stoa.webapi.launcher.UnreadNumbers;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;

/** The chat icon in pages of other origins, put together. */
final class Launcher {
    final LauncherFeature feature;
    final LauncherRoutes routes;
    private final LauncherStreams streams;

    Launcher(
            StoaConfig config,
            Store store,
            Journal journal,
            Clients clients,
            Rooms rooms,
            Function<BareJid, DomainJid> roomService,
            SecureRandom random,
            InstantSource clock)
            throws Exception {
        Set<HostOrigin> origins = config.web().launcherOrigins();
        LauncherTokens tokens =
                new LauncherTokens(
                        store.fastTokens(),
                        store.accounts(),
                        journal::record,
                        Secrets.ensure(store, "launcher"),
                        random,
                        clock);
        PersonalItems items = new PersonalItems(store.pubsub());
        RoomTalk talk = new Talk(rooms, store, roomService);
        streams =
                new LauncherStreams(
                        tokens,
                        new UnreadNumbers(store.archive(), items, clock),
                        new RoomNumbers(talk, store.archive(), items, clock));
        rooms.onSaid(streams::said);
        feature =
                new LauncherFeature(origins, tokens, streams, request -> agentOf(clients, request));
        routes = new LauncherRoutes(origins, tokens, streams);
    }

    /** Its number may be another, or its tokens void. */
    void changed(BareJid account) {
        streams.changed(account);
    }

    void published(BareJid account, String node) {
        streams.published(account, node);
    }

    /** What the rooms say to the number. */
    private record Talk(Rooms rooms, Store store, Function<BareJid, DomainJid> service)
            implements RoomTalk {
        @Override
        public CompletionStage<List<RoomVisit>> lastVisits(BareJid account, int max) {
            return store.rooms().lastVisits(account, service.apply(account).domain(), max);
        }

        @Override
        public CompletionStage<Optional<Reader>> reader(BareJid room, BareJid account) {
            return rooms.reader(room, account)
                    .thenApply(
                            reader -> reader.map(one -> new Reader(one.occupantId(), one.since())));
        }
    }

    private static Optional<String> agentOf(Clients clients, IqRequest request) {
        return clients.connected(request.account()).stream()
                .filter(one -> one == request.session())
                .map(one -> one.signedIn().agent())
                .filter(Objects::nonNull)
                .map(UserAgent::id)
                .findFirst();
    }
}
