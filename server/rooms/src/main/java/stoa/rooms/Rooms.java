package stoa.rooms;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.core.entity.EntityRuntime;
import stoa.core.entity.MailboxScheduler;
import stoa.core.journal.Journal;
import stoa.core.route.HistoryResponder;
import stoa.store.archive.ArchiveStore;
import stoa.store.room.RoomStore;
import stoa.store.vcard.VcardStore;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.stanza.Message;

/**
 * The rooms of a server: what the assembly constructs. One {@link #service} a served domain; {@link
 * #start} before its first stanza; {@link #unloadIdle} and, once, {@link #dropAbandoned} by timers;
 * {@link #close} while the journal still runs.
 */
public final class Rooms {
    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);

    /** What the rooms are made of. */
    public record Parts(
            RoomStore rooms,
            ArchiveStore archiveStore,
            VcardStore vcards,
            Journal journal,
            MailboxScheduler scheduler,
            InstantSource clock,
            RoomOutput output,
            HistoryResponder histories,
            RoomRules rules) {}

    private final EntityRuntime<BareJid, Room, RoomCommand, RoomEvent, RoomEffect> runtime;
    private final RoomDirectory directory;
    private final Attendance attendance = new Attendance();
    private final Indicators indicators;
    private final List<BiConsumer<BareJid, Message>> listeners = new CopyOnWriteArrayList<>();
    private final Parts parts;
    private final EarlierWhispers whispers;

    public Rooms(Parts parts) {
        this(parts, EntityRuntime.Settings.DEFAULTS);
    }

    public Rooms(Parts parts, EntityRuntime.Settings settings) {
        this.parts = parts;
        this.whispers = new EarlierWhispers(parts.archiveStore(), parts.clock());
        this.directory = new RoomDirectory(parts.rooms());
        this.indicators = new Indicators(parts.rooms(), directory, parts.output());
        RoomLoader loader =
                new RoomLoader(
                        parts.rooms(), parts.archiveStore(), attendance, whispers, parts.clock());
        RoomSpeaker speaker =
                new RoomSpeaker(
                        parts.output(),
                        parts.histories(),
                        parts.vcards(),
                        attendance,
                        directory,
                        indicators,
                        this::said);
        this.runtime =
                new EntityRuntime<>(
                        new RoomEntity(loader, speaker, parts.rules()),
                        parts.journal(),
                        parts.scheduler(),
                        parts.clock(),
                        settings);
    }

    /** The service at that address, such as {@code conference.example.org}. */
    public MucService service(DomainJid address) {
        return new MucService(
                address,
                runtime,
                directory,
                new ChannelSearch(directory, attendance),
                indicators,
                parts.output(),
                new IqReader(parts.histories()::takes),
                parts.archiveStore(),
                whispers,
                parts.clock());
    }

    /** Reads the directory of a service; complete it before the service takes stanzas. */
    public CompletionStage<Void> start(DomainJid service) {
        return directory.load(service.domain());
    }

    /**
     * As whom an account may read a room's history; empty where it may not, or there is no such
     * room. Any thread; completes on the room's.
     */
    public CompletionStage<Optional<RoomReader>> reader(BareJid room, BareJid account) {
        if (!directory.has(room)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<@Nullable RoomReader> answer = new CompletableFuture<>();
        runtime.tell(room, new RoomCommand.AskReader(account, answer));
        return answer.thenApply(Optional::ofNullable);
    }

    /**
     * Has somebody told of every line that is said in a room, as it is archived. On an event loop
     * or the journal thread: may only hand over.
     */
    public void onSaid(BiConsumer<BareJid, Message> listener) {
        listeners.add(listener);
    }

    private void said(BareJid room, Message message) {
        for (BiConsumer<BareJid, Message> listener : listeners) {
            listener.accept(room, message);
        }
    }

    /** Rooms in memory, for metrics. */
    public int loaded() {
        return runtime.size();
    }

    /** Lets go of empty rooms that nobody asked anything for a while. */
    public void unloadIdle() {
        runtime.unloadIdle();
        whispers.keepOnly(runtime::hosts);
    }

    /**
     * Destroys the rooms that are not kept when empty and are: some minutes after the start, when
     * those who were in them had time to come back.
     */
    public void dropAbandoned() {
        directory.temporary().forEach(room -> runtime.tell(room, new RoomCommand.Abandoned()));
    }

    /**
     * Tells everybody in a room that the service stops (status 332).
     *
     * @param patience how long to wait until all is said
     */
    public void close(Duration patience) {
        List<BareJid> occupied = new ArrayList<>();
        attendance.occupied().forEach(occupied::add);
        CountDownLatch said = new CountDownLatch(occupied.size());
        occupied.forEach(room -> runtime.tell(room, new RoomCommand.Close(), said::countDown));
        try {
            if (!said.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("rooms_close_late rooms={}", said.getCount());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
