package stoa.webapi.launcher;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import stoa.core.hook.IqRequest;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Change;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.store.account.Account;
import stoa.store.account.AccountSaved;
import stoa.store.account.FastToken;
import stoa.store.account.FastTokensSaved;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.memory.MemoryStore;
import stoa.store.pubsub.ItemSaved;
import stoa.store.pubsub.NodeSaved;
import stoa.store.pubsub.StoredItem;
import stoa.store.pubsub.StoredNode;
import stoa.store.room.RoomVisit;
import stoa.testkit.ManualClock;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/** Juliet's browser, the organisation's intranet that carries the icon, and the server of both. */
final class LauncherHouse {
    static final String INTRANET = "https://intranet.example.org";
    static final String WEBMAIL = "https://mail.example.org";
    static final BareJid JULIET = BareJid.of("juliet@example.org");
    static final BareJid ROMEO = BareJid.of("romeo@example.org");
    static final String BROWSER = "8b0b1f6a-browser";

    final MemoryStore store = new MemoryStore();
    final ManualClock clock = new ManualClock();
    final Rooms rooms = new Rooms();
    final LauncherStreams streams;
    final LauncherTokens tokens;
    final LauncherFeature feature;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;
    private @Nullable String agent = BROWSER;
    private long items;
    private long lines;

    LauncherHouse() throws Exception {
        Set<HostOrigin> listed = Set.of(origin(INTRANET), origin(WEBMAIL));
        tokens =
                new LauncherTokens(
                        store.fastTokens(),
                        store.accounts(),
                        changes -> {
                            commit(changes.toArray(Change[]::new));
                            return CompletableFuture.completedFuture(null);
                        },
                        new byte[32],
                        new SecureRandom(),
                        clock);
        PersonalItems personal = new PersonalItems(store.pubsub());
        streams =
                new LauncherStreams(
                        tokens,
                        new UnreadNumbers(store.archive(), personal, clock),
                        new RoomNumbers(rooms, store.archive(), personal, clock));
        feature =
                new LauncherFeature(listed, tokens, streams, request -> Optional.ofNullable(agent));
        commit(new AccountSaved(new Account(JULIET, null, true, false, clock.instant())));
        signIn();
        Router router = Router.router(vertx);
        new LauncherRoutes(listed, tokens, streams).mount(router);
        server =
                vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS);
    }

    /** The rooms that Juliet was in, where she is Juliet; and those that she may not read. */
    static final class Rooms implements RoomTalk {
        final List<RoomVisit> visits = new CopyOnWriteArrayList<>();
        final Set<BareJid> closed = ConcurrentHashMap.newKeySet();

        @Override
        public CompletionStage<List<RoomVisit>> lastVisits(BareJid account, int max) {
            return CompletableFuture.completedFuture(List.copyOf(visits));
        }

        @Override
        public CompletionStage<Optional<Reader>> reader(BareJid room, BareJid account) {
            return CompletableFuture.completedFuture(
                    closed.contains(room)
                            ? Optional.empty()
                            : Optional.of(new Reader(occupantId("Juliet"), Instant.EPOCH)));
        }
    }

    static HostOrigin origin(String text) {
        HostOrigin origin = HostOrigin.parse(text);
        if (origin == null) {
            throw new AssertionError(text);
        }
        return origin;
    }

    void commit(Change... changes) {
        try {
            store.commit(List.of(changes));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    void namesNoClient() {
        agent = null;
    }

    /** The browser has a token of its own (XEP-0484). */
    void signIn() {
        FastToken token =
                new FastToken(
                        Bytes.utf8("seed"),
                        "HT-SHA-256-NONE",
                        clock.instant(),
                        clock.instant().plus(Duration.ofDays(300)),
                        0,
                        null);
        commit(new FastTokensSaved(JULIET, BROWSER, List.of(token)));
    }

    void signOut() {
        commit(new FastTokensSaved(JULIET, BROWSER, List.of()));
        streams.changed(JULIET);
    }

    Iq ask(Jid by, Iq.Type type, @Nullable String forOrigin) throws Exception {
        Element launcher =
                Element.of("launcher", LauncherFeature.NS).attribute("origin", forOrigin).build();
        IqRequest request = new IqRequest(Iq.of(type, by, JULIET, "1", launcher), null);
        return feature.answer(request).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    String token(String forOrigin) throws Exception {
        Iq answer = ask(JULIET.withResource("web"), Iq.Type.SET, forOrigin);
        Element payload = answer.payload();
        if (answer.isError() || payload == null) {
            throw new AssertionError(answer);
        }
        return payload.text();
    }

    /** Somebody says something; the archive id. */
    long say(BareJid from, BareJid to, Element... more) {
        ArchiveSlot slot = new ArchiveSlot();
        slot.set(ArchiveSlot.firstIdAt(clock.millis()) + ++lines);
        Message message =
                Message.of(Message.Type.CHAT, from, to, Element.text("body", Stanza.CLIENT, "Hm"));
        for (Element one : more) {
            message = message.with(one);
        }
        commit(
                new ArchiveAppend(
                        slot,
                        from.withResource("pc"),
                        to,
                        Message.Type.CHAT,
                        null,
                        List.of(new ArchiveOwner(from, to), new ArchiveOwner(to, from)),
                        StoredXml.write(message.toElement()),
                        true));
        streams.changed(JULIET);
        return slot.id();
    }

    /** Somebody says something in a room, as the room says and archives it; the archive id. */
    long saysIn(BareJid room, String nick, String body, Element... more) {
        ArchiveSlot slot = new ArchiveSlot();
        slot.set(ArchiveSlot.firstIdAt(clock.millis()) + ++lines);
        Message message =
                new Message(
                        room.withResource(nick),
                        null,
                        Message.Type.GROUPCHAT,
                        "1",
                        null,
                        List.of(
                                Element.text("body", Stanza.CLIENT, body),
                                Element.of("occupant-id", "urn:xmpp:occupant-id:0")
                                        .attribute("id", occupantId(nick))
                                        .build()));
        for (Element one : more) {
            message = message.with(one);
        }
        commit(
                new ArchiveAppend(
                        slot,
                        room.withResource(nick),
                        room,
                        Message.Type.GROUPCHAT,
                        null,
                        List.of(new ArchiveOwner(room, room.withResource(nick))),
                        StoredXml.write(message.toElement()),
                        true));
        streams.said(room, message);
        return slot.id();
    }

    static String occupantId(String nick) {
        return "id of " + nick;
    }

    void displays(BareJid peer, long id) {
        Element stanzaId =
                Element.of("stanza-id", "urn:xmpp:sid:0")
                        .attribute("by", JULIET.toString())
                        .attribute("id", Long.toString(id))
                        .build();
        publishes(
                "urn:xmpp:mds:displayed:0",
                peer,
                Element.of("displayed", "urn:xmpp:mds:displayed:0").child(stanzaId).build());
    }

    /** The web chat wants lines unread again, the last ones up to what was displayed. */
    void wantsUnread(BareJid peer, int lines, int mentions, long displayed) {
        Element stanzaId =
                Element.of("stanza-id", "urn:xmpp:sid:0")
                        .attribute("by", JULIET.toString())
                        .attribute("id", Long.toString(displayed))
                        .build();
        publishes(
                UnreadAgain.NODE,
                peer,
                Element.of("unread", UnreadAgain.NODE)
                        .attribute("lines", Integer.toString(lines))
                        .attribute("mentions", Integer.toString(mentions))
                        .attribute("stamp", clock.instant().toString())
                        .child(stanzaId)
                        .build());
    }

    void publishes(String node, BareJid id, Element payload) {
        commit(
                new NodeSaved(new StoredNode(JULIET, node, Map.of(), 1, Instant.EPOCH)),
                new ItemSaved(
                        JULIET,
                        node,
                        new StoredItem(
                                id.toString(),
                                ++items,
                                JULIET,
                                Instant.EPOCH,
                                StoredXml.write(payload))));
        streams.published(JULIET, node);
    }

    HttpRequest.Builder call(String path, @Nullable String origin, @Nullable String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.actualPort() + path));
        if (origin != null) {
            request.header("Origin", origin);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** An open stream, event by event. */
    Events listen(String token) throws Exception {
        HttpResponse<InputStream> response =
                http.send(
                        call("/api/v1/launcher/unread", INTRANET, token).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        return new Events(
                response,
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    record Events(HttpResponse<InputStream> response, BufferedReader lines)
            implements AutoCloseable {
        /** The next number, or null at the stream's end. */
        @Nullable String next() throws IOException {
            String line;
            do {
                line = lines.readLine();
            } while (line != null && !line.startsWith("data:"));
            return line == null ? null : line.substring(5).strip();
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }

    void close() throws Exception {
        http.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
