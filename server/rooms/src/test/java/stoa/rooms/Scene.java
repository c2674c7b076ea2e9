package stoa.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Change;
import stoa.core.journal.Numbered;
import stoa.core.route.HistoryResponder;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveRow;
import stoa.store.archive.TombstoneSaved;
import stoa.store.memory.MemoryStore;
import stoa.store.vcard.Vcard;
import stoa.store.vcard.VcardSaved;
import stoa.store.vcard.VcardStore;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Iq;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Presence;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/**
 * One room without runtime, store and threads: stanzas go in, are read, decided and applied, and
 * what the room says lands in inboxes. Every step also replays all events from the beginning and
 * expects the same state.
 */
final class Scene {
    static final BareJid GARDEN = BareJid.of("garden@conference.example.org");
    static final OccupantIds IDS = new OccupantIds(new byte[32]);

    RoomRules rules = RoomRules.of(IDS);
    Instant now = Instant.parse("2026-05-01T20:00:00Z");
    Room room = Room.absent(GARDEN);
    final List<RoomEvent> events = new ArrayList<>();
    final List<Change> changes = new ArrayList<>();
    final List<Iq> askedOfArchive = new ArrayList<>();
    final RoomDirectory directory = new RoomDirectory(new MemoryStore().rooms());
    final Attendance attendance = new Attendance();
    private final Map<Jid, List<Stanza>> inboxes = new LinkedHashMap<>();
    private final RoomSpeaker speaker;
    private final IqReader iqs = new IqReader(Scene::asksForHistory);
    private long lastId = 1000;

    Scene() {
        RoomOutput output =
                new RoomOutput() {
                    @Override
                    public void send(Stanza stanza) {
                        inbox(Objects.requireNonNull(stanza.to())).add(stanza);
                    }

                    @Override
                    public void send(Copy copy, FullJid to) {
                        assertThat(copy.encoded()).isNotNull();
                        inbox(to).add(copy.stanza().withTo(to));
                    }
                };
        VcardStore vcards = owner -> CompletableFuture.completedFuture(vcard());
        HistoryResponder histories =
                new HistoryResponder() {
                    @Override
                    public boolean takes(Element payload) {
                        return asksForHistory(payload);
                    }

                    @Override
                    public CompletionStage<Iq> answer(Iq request, BareJid owner, Instant since) {
                        askedOfArchive.add(request);
                        return CompletableFuture.completedFuture(request.result());
                    }
                };
        speaker =
                new RoomSpeaker(
                        output,
                        histories,
                        vcards,
                        attendance,
                        directory,
                        new Indicators(new MemoryStore().rooms(), directory, output),
                        (room, message) -> {});
    }

    private static boolean asksForHistory(Element payload) {
        return payload.is("query", HistoryResponder.MAM);
    }

    List<Stanza> inbox(Jid who) {
        return inboxes.computeIfAbsent(who, key -> new ArrayList<>());
    }

    Person person(String address) {
        return new Person(this, FullJid.of(address));
    }

    Scene later(Duration by) {
        now = now.plus(by);
        return this;
    }

    /** Lets the room read and decide a stanza. */
    Decision<RoomEvent, RoomEffect> send(Stanza stanza) {
        Jid from = Objects.requireNonNull(stanza.from());
        String nick = Objects.requireNonNull(stanza.to()).resource();
        Reading reading =
                switch (stanza) {
                    case Presence p -> PresenceReader.read(p, (FullJid) from, nick, now);
                    case Message m -> MessageReader.read(m, (FullJid) from, nick);
                    case Iq iq -> iqs.read(iq, from, nick);
                };
        return switch (reading) {
            case Reading.Command(RoomCommand.AboutLine about) ->
                    tell(about.about(archived(about.id())));
            case Reading.Command(RoomCommand.Asked command) -> tell(command);
            case Reading.Refused refused -> perform(Answer.refuse(stanza, refused.error()));
            case Reading.Nothing nothing -> Decision.nothing();
        };
    }

    /** The room's archive as a reader gets it, oldest first. */
    List<Line> archive() {
        List<Line> lines = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof ArchiveAppend append && append.to().equals(GARDEN)) {
                lines.add(Objects.requireNonNull(archived(append.slot().id())));
            }
        }
        return lines;
    }

    /** The room's vCard as it is stored. */
    private Optional<Vcard> vcard() {
        Vcard newest = null;
        for (Change change : changes) {
            if (change instanceof VcardSaved saved) {
                newest = saved.vcard();
            }
        }
        return Optional.ofNullable(newest);
    }

    /** A line of the room's archive as a reader gets it, or null. */
    @Nullable Line archived(long id) {
        ArchiveRow row = null;
        for (Change change : changes) {
            if (change instanceof ArchiveAppend append
                    && append.slot().id() == id
                    && append.to().equals(GARDEN)) {
                row = new ArchiveRow(id, append.from(), append.to(), append.stanza());
            } else if (change instanceof TombstoneSaved hidden
                    && row != null
                    && hidden.id() == id) {
                row = new ArchiveRow(id, row.from(), row.to(), hidden.stanza());
            }
        }
        return row == null ? null : ArchivedLine.read(row);
    }

    Decision<RoomEvent, RoomEffect> tell(RoomCommand command) {
        return perform(RoomDecider.decide(room, command, new Turn(now, rules)));
    }

    private Decision<RoomEvent, RoomEffect> perform(Decision<RoomEvent, RoomEffect> decision) {
        for (RoomEvent event : decision.events()) {
            for (Change change : RoomChanges.of(GARDEN, event)) {
                if (change instanceof Numbered numbered) {
                    numbered.slot().set(nextId());
                }
                changes.add(change);
            }
            room = RoomEvents.apply(room, event);
            events.add(event);
        }
        replay();
        decision.effects().forEach(effect -> speaker.perform(GARDEN, effect));
        return decision;
    }

    private long nextId() {
        lastId = Math.max(lastId + 1, ArchiveSlot.firstIdAt(now.toEpochMilli()));
        return lastId;
    }

    private void replay() {
        Room again = Room.absent(GARDEN);
        for (RoomEvent event : events) {
            again = RoomEvents.apply(again, event);
        }
        assertThat(again).isEqualTo(room);
    }

    /** Forgets what everybody has heard so far. */
    void clear() {
        inboxes.values().forEach(List::clear);
    }

    /** A room that juliet, its owner, has opened with the defaults; nobody has anything to read. */
    Person opened() {
        Person juliet = person("juliet@example.org/balcony");
        juliet.joins("Juliet");
        juliet.configures();
        clear();
        return juliet;
    }

    /** The same, configured with these fields: name, value, name, value. */
    Person opened(String... fields) {
        Person juliet = person("juliet@example.org/balcony");
        juliet.joins("Juliet");
        juliet.configures(fields);
        clear();
        return juliet;
    }
}
