package stoa.webapi.launcher;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.xml.Element;

/**
 * The open streams of server-sent events, by account. Each belongs to its connection's event loop;
 * {@link #changed} may be called on any thread, and only hands over.
 */
public final class LauncherStreams {
    /**
     * Streams an account can have: a page shares one among its tabs, so this is browsers and sites.
     */
    static final int MOST = 20;

    /** Several changes within this are told as one, which keeps well within a second. */
    static final long GATHER_MS = 50;

    /** So often a stream that says nothing shows that it is there, and its token is looked at. */
    static final long SIGN_OF_LIFE_MS = 25_000;

    /**
     * With every so many signs of life what is counted in rooms is read anew, whatever was heard.
     */
    private static final int ROOMS_EVERY_SIGNS = 12;

    private static final Logger LOG = LoggerFactory.getLogger(LauncherStreams.class);

    private final LauncherTokens tokens;
    private final UnreadNumbers numbers;
    private final RoomNumbers rooms;
    private final Map<BareJid, Set<Stream>> open = new ConcurrentHashMap<>();

    /** Which streams count a room; read on every line of every room. */
    private final Map<BareJid, Set<Stream>> watching = new ConcurrentHashMap<>();

    public LauncherStreams(LauncherTokens tokens, UnreadNumbers numbers, RoomNumbers rooms) {
        this.tokens = tokens;
        this.numbers = numbers;
        this.rooms = rooms;
    }

    /** The account has got or sent a line, or has read, or has lost a client. Any thread. */
    public void changed(BareJid account) {
        for (Stream stream : open.getOrDefault(account, Set.of())) {
            stream.context.runOnContext(now -> stream.touch(false));
        }
    }

    /** The account has published an item: it may have read in a room, or wish otherwise of one. */
    public void published(BareJid account, String node) {
        boolean ofRooms =
                node.equals(PersonalItems.DISPLAYED)
                        || node.equals(UnreadAgain.NODE)
                        || node.equals(RoomNumbers.BOOKMARKS);
        for (Stream stream : open.getOrDefault(account, Set.of())) {
            stream.context.runOnContext(now -> stream.touch(ofRooms));
        }
    }

    /** A line was said in a room, and is archived. Any thread. */
    public void said(BareJid room, Message message) {
        Set<Stream> streams = watching.get(room);
        if (streams == null) {
            return;
        }
        Element element = message.toElement();
        for (Stream stream : streams) {
            RoomRule rule = stream.counted.rules().get(room);
            if (rule != null && rule.concerns(element)) {
                stream.context.runOnContext(now -> stream.touch(true));
            }
        }
    }

    /** What an account has not read. */
    private record Unread(int inTalk, RoomNumbers.Counted inRooms) {
        int all() {
            return inTalk + inRooms.number();
        }
    }

    /** How many streams there are, for metrics and tests. */
    int size() {
        return open.values().stream().mapToInt(Set::size).sum();
    }

    /**
     * Begins to tell an account's number; on the response's event loop, whose head is written.
     *
     * @param whenOver takes what is to be done when the response is over, whoever ended it
     * @return false when the account has too many streams already
     */
    boolean begin(
            BareJid account,
            String token,
            HostOrigin origin,
            Context context,
            HttpServerResponse to,
            Consumer<Runnable> whenOver) {
        Stream stream = new Stream(account, token, origin, context, to);
        boolean[] added = {false};
        open.compute(
                account,
                (key, before) -> {
                    Set<Stream> all = before == null ? ConcurrentHashMap.newKeySet() : before;
                    if (all.size() < MOST) {
                        added[0] = all.add(stream);
                    }
                    return all;
                });
        if (added[0]) {
            whenOver.accept(stream::gone);
            stream.watch();
        }
        return added[0];
    }

    private void forget(Stream stream) {
        watch(stream, RoomNumbers.Counted.NOTHING);
        open.computeIfPresent(
                stream.account,
                (account, all) -> {
                    all.remove(stream);
                    return all.isEmpty() ? null : all;
                });
    }

    /**
     * The stream counts these rooms from now on, and no others.
     *
     * @return whether there are some among them that it did not count before
     */
    private boolean watch(Stream stream, RoomNumbers.Counted counted) {
        Set<BareJid> before = stream.counted.rules().keySet();
        stream.counted = counted;
        Set<BareJid> after = counted.rules().keySet();
        for (BareJid room : after) {
            if (!before.contains(room)) {
                watching.compute(
                        room,
                        (key, some) -> {
                            Set<Stream> streams =
                                    some == null ? ConcurrentHashMap.newKeySet() : some;
                            streams.add(stream);
                            return streams;
                        });
            }
        }
        for (BareJid room : before) {
            if (!after.contains(room)) {
                watching.computeIfPresent(
                        room,
                        (key, streams) -> {
                            streams.remove(stream);
                            return streams.isEmpty() ? null : streams;
                        });
            }
        }
        return !before.containsAll(after);
    }

    /** One stream. Only on its event loop, but for what is marked volatile. */
    private final class Stream {
        private final BareJid account;
        private final String token;
        private final HostOrigin origin;
        private final Context context;
        private final HttpServerResponse response;

        /** What was counted in rooms; replaced on the event loop, looked at on any thread. */
        private volatile RoomNumbers.Counted counted = RoomNumbers.Counted.NOTHING;

        private long signs = -1;
        private boolean countRooms = true;
        private int signsGiven;
        private boolean gathering;
        private boolean reading;
        private boolean again;
        private boolean over;
        private int told = -1;

        Stream(
                BareJid account,
                String token,
                HostOrigin origin,
                Context context,
                HttpServerResponse response) {
            this.account = account;
            this.token = token;
            this.origin = origin;
            this.context = context;
            this.response = response;
        }

        void watch() {
            signs = context.owner().setPeriodic(SIGN_OF_LIFE_MS, timer -> signOfLife());
            read();
        }

        private void signOfLife() {
            if (response.writeQueueFull()) {
                // Nobody takes what is written: the page comes again if it is still there.
                end();
                return;
            }
            response.write(":\n\n");
            countRooms |= ++signsGiven % ROOMS_EVERY_SIGNS == 0;
            read();
        }

        void touch(boolean rooms) {
            countRooms |= rooms;
            if (!gathering && !over) {
                gathering = true;
                context.owner()
                        .setTimer(
                                GATHER_MS,
                                timer -> {
                                    gathering = false;
                                    read();
                                });
            }
        }

        private void read() {
            if (over) {
                return;
            }
            if (reading) {
                again = true;
                return;
            }
            reading = true;
            boolean roomsToo = countRooms;
            countRooms = false;
            tokens.holder(token, origin)
                    .thenCompose(
                            holder ->
                                    holder.isEmpty()
                                            ? CompletableFuture.completedFuture(
                                                    Optional.<Unread>empty())
                                            : count(roomsToo).thenApply(Optional::of))
                    .whenComplete(
                            (read, failure) ->
                                    context.runOnContext(
                                            now -> {
                                                reading = false;
                                                if (failure != null) {
                                                    LOG.warn("launcher_unread_failed", failure);
                                                    end();
                                                } else {
                                                    tell(read);
                                                }
                                            }));
        }

        /** What was counted in rooms holds until something there may have changed it. */
        private CompletionStage<Unread> count(boolean roomsToo) {
            CompletionStage<RoomNumbers.Counted> inRooms =
                    roomsToo ? rooms.of(account) : CompletableFuture.completedFuture(counted);
            return numbers.of(account).thenCombine(inRooms, Unread::new);
        }

        private void tell(Optional<Unread> number) {
            if (over) {
                return;
            }
            if (number.isEmpty()) {
                response.write("data: {\"void\":true}\n\n"); // so it need not ask to hear that
                end();
                return;
            }
            Unread read = number.get();
            if (LauncherStreams.this.watch(this, read.inRooms())) {
                // What was said there while it was counted has not been heard.
                countRooms = true;
                again = true;
            }
            if (read.all() != told) {
                told = read.all();
                response.write("data: {\"unread\":" + told + "}\n\n");
            }
            if (again) {
                again = false;
                read();
            }
        }

        private void end() {
            if (!over) {
                gone();
                response.end();
            }
        }

        void gone() {
            if (!over) {
                over = true;
                context.owner().cancelTimer(signs);
                forget(this);
            }
        }
    }
}
