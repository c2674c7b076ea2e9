package stoa.app.pie;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Change;
import stoa.store.Bytes;
import stoa.store.Store;
import stoa.store.StoredXml;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.archive.ArchiveStore;
import stoa.store.archive.ArchivedMessage;
import stoa.store.archive.PastAppend;
import stoa.store.archive.PastOwnerAdded;
import stoa.store.offline.OfflineMarkMoved;
import stoa.store.offline.OfflineMarkSaved;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.stanza.StanzaCodec;
import stoa.xmpp.xml.Element;

/**
 * The archive and the offline messages of one account, as they are read from a file (XEP-0227
 * sections 4.11 and 4.5). An archive id is a time here, so a message is given an id of the
 * millisecond of its stamp, behind the messages of that millisecond that are there. A message that
 * is there, the same from the same to the same at the same time, is not stored again; when it came
 * in with the other side's archive, it becomes part of this history as well.
 *
 * <p>Messages are committed some hundreds at a time, before the account itself: should it break
 * off, what was committed is found again the next time.
 */
final class PortableHistory {
    private static final int BATCH = 500;
    private static final long BATCH_BYTES = 8L << 20;
    private static final int MAX_OFFLINE = 10_000;

    /** Messages of one millisecond; a busy server that stamps by the second has thousands. */
    static final int MOST_AT_ONCE = 20_000;

    /** An offline message and the same in the archive may have been stamped so much apart. */
    private static final long APART_MS = 3_000;

    private static final DateTimeFormatter OLD_STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HH:mm:ss");

    /** Something that stands in the archive. */
    private record Place(long id, Jid from, Jid to, Bytes stanza, boolean owned) {}

    private record Late(Message message, long epochMs) {}

    private final Store store;
    private final BareJid account;
    private final Instant now;
    private final boolean dryRun;
    private final ImportReport report;
    private final LeftOut leftOut;

    private final List<Change> changes = new ArrayList<>();
    private long changedBytes;
    private final List<Late> offline = new ArrayList<>();

    /** The messages of one millisecond that this file has not told of, and of all the newest. */
    private long momentMs = -1;

    private final List<Place> moment = new ArrayList<>();
    private long momentLast;
    private int momentCount;
    private final Map<String, Integer> left = new LinkedHashMap<>();
    private long newest;

    PortableHistory(
            Store store,
            BareJid account,
            Instant now,
            boolean dryRun,
            ImportReport report,
            LeftOut leftOut) {
        this.store = store;
        this.account = account;
        this.now = now;
        this.dryRun = dryRun;
        this.report = report;
        this.leftOut = leftOut;
    }

    /** Takes a {@code <result/>} in. */
    void archived(Element result) throws Exception {
        Element forwarded = result.child("forwarded", Pie.FORWARD);
        Element message = forwarded == null ? null : message(forwarded);
        Element delay = forwarded == null ? null : forwarded.child("delay", Pie.DELAY);
        Long stamp = delay == null ? null : stamp(delay.attribute("stamp"));
        Message read = message == null ? null : read(message);
        if (read == null || stamp == null) {
            leave("without a stamp, or no message at all");
            return;
        }
        if (!isTaken(read, stamp)) {
            return;
        }
        long id = place(read, stamp, hint(result.attribute("id"), stamp));
        if (id != 0) {
            report.count(
                    id > 0 ? ImportReport.Part.MESSAGES : ImportReport.Part.MESSAGES_PRESENT, 1);
        }
    }

    private static @Nullable Element message(Element forwarded) {
        Element message = forwarded.child("message", Stanza.CLIENT);
        return message == null ? forwarded.child("message", Pie.NS) : message;
    }

    /** An id of ours, given in that millisecond, stays. */
    private static long hint(@Nullable String id, long epochMs) {
        try {
            long number = id == null ? 0 : Long.parseLong(id);
            return number > 0 && ArchiveSlot.epochMillis(number) == epochMs ? number : 0;
        } catch (NumberFormatException foreign) {
            return 0;
        }
    }

    private @Nullable Message read(Element element) {
        if (!(StanzaCodec.read(Pie.asClient(element))
                instanceof StanzaCodec.Good(Message message))) {
            return null;
        }
        Jid from = message.from() == null ? account : message.from();
        Jid to = message.to() == null ? account : message.to();
        return message.withFrom(from)
                .withTo(to)
                .withPayloads(
                        message.payloads().stream()
                                .filter(payload -> !isOldServersId(payload))
                                .toList());
    }

    /** The id that the other server had given it names nothing here. */
    private boolean isOldServersId(Element payload) {
        return payload.is("stanza-id", Pie.STANZA_ID)
                && account.toString().equals(payload.attribute("by"));
    }

    private boolean isTaken(Message message, long epochMs) {
        if (message.type() != Message.Type.CHAT && message.type() != Message.Type.NORMAL) {
            leave("of type " + message.type().text() + ", which people's histories have not");
            return false;
        }
        if (!isOwn(message.from()) && !isOwn(message.to())) {
            leave("between others");
            return false;
        }
        if (epochMs <= 0 || epochMs > now.toEpochMilli()) {
            leave("from before 1970, or of the future");
            return false;
        }
        return true;
    }

    private void leave(String why) {
        left.merge(why, 1, Integer::sum);
    }

    private boolean isOwn(@Nullable Jid address) {
        return address != null && address.bare().equals(account);
    }

    private static @Nullable Long stamp(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.strip()).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            try {
                return LocalDateTime.parse(text.strip(), OLD_STAMP)
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli();
            } catch (DateTimeException | ArithmeticException noStamp) {
                return null;
            }
        }
    }

    /**
     * Finds the message or gives it a place.
     *
     * @return its id; negative when the history has it already, 0 when there is no place
     */
    private long place(Message message, long epochMs, long hint) throws Exception {
        lookAt(epochMs);
        Bytes stanza = StoredXml.write(message.toElement());
        Jid from = from(message);
        Jid to = to(message);
        for (Place one : moment) {
            if (one.from.equals(from)
                    && one.to.equals(to)
                    && (one.id == hint || isSame(one.stanza, stanza, message))) {
                moment.remove(one);
                newest = Math.max(newest, one.id);
                if (one.owned) {
                    return -one.id;
                }
                change(new PastOwnerAdded(one.id, owner(message)), 256);
                return one.id;
            }
        }
        long id = momentLast == 0 ? ArchiveSlot.firstIdAt(epochMs) : momentLast + 1;
        id = hint > momentLast ? hint : id;
        if (momentCount >= MOST_AT_ONCE || ArchiveSlot.epochMillis(id) != epochMs) {
            leave("too many of one moment");
            return 0;
        }
        ArchiveSlot slot = new ArchiveSlot();
        slot.set(id);
        Element origin = message.payload("origin-id", Pie.STANZA_ID);
        change(
                new PastAppend(
                        new ArchiveAppend(
                                slot,
                                from,
                                to,
                                message.type(),
                                origin == null ? null : origin.attribute("id"),
                                List.of(owner(message)),
                                stanza,
                                message.has("body", Stanza.CLIENT))),
                stanza.length());
        momentLast = id;
        momentCount++;
        newest = Math.max(newest, id);
        flush();
        return id;
    }

    /** Whether two stanzas say the same; they may have been written with other prefixes. */
    private static boolean isSame(Bytes stored, Bytes written, Message message) {
        return stored.equals(written)
                || (StanzaCodec.read(StoredXml.read(stored))
                                instanceof StanzaCodec.Good(Message other)
                        && other.equals(message));
    }

    private Jid from(Message message) {
        Jid from = message.from();
        return from == null ? account : from;
    }

    private Jid to(Message message) {
        Jid to = message.to();
        return to == null ? account : to;
    }

    private ArchiveOwner owner(Message message) {
        Jid peer = isOwn(message.from()) ? to(message) : from(message);
        return new ArchiveOwner(account, peer);
    }

    /** What of that millisecond is there; what waits to be committed is of it or of others. */
    private void lookAt(long epochMs) throws Exception {
        if (epochMs == momentMs) {
            return;
        }
        if (epochMs < momentMs) {
            commit(); // out of order: what was told of that moment is looked up
        } else {
            flush();
        }
        momentMs = epochMs;
        moment.clear();
        momentLast = 0;
        momentCount = 0;
        long first = ArchiveSlot.firstIdAt(epochMs);
        long last = ArchiveSlot.firstIdAt(epochMs + 1) - 1;
        for (ArchivedMessage one : span(first, last)) {
            moment.add(
                    new Place(
                            one.id(),
                            one.from(),
                            one.to(),
                            one.stanza(),
                            one.owners().contains(account)));
            momentLast = one.id();
            momentCount++;
        }
    }

    private List<ArchivedMessage> span(long first, long last) {
        return store.archive()
                .span(first, last, ArchiveStore.MAX_SPAN)
                .toCompletableFuture()
                .join();
    }

    private void change(Change change, int bytes) {
        changes.add(change);
        changedBytes += bytes;
    }

    private void flush() throws Exception {
        if (changes.size() >= BATCH || changedBytes >= BATCH_BYTES) {
            commit();
        }
    }

    private void commit() throws Exception {
        if (!changes.isEmpty() && !dryRun) {
            store.commit(List.copyOf(changes));
        }
        changes.clear();
        changedBytes = 0;
    }

    /** Takes an offline message in. */
    void offline(Element element) {
        Message message = read(element);
        Long stamp = message == null ? null : stampOf(message);
        if (message == null || offline.size() >= MAX_OFFLINE) {
            leave("offline, and cannot be read, or more than " + MAX_OFFLINE);
            return;
        }
        long epochMs = stamp == null ? now.toEpochMilli() : stamp;
        if (isTaken(message, epochMs)) {
            offline.add(new Late(without(message, Pie.DELAY, Pie.OLD_DELAY), epochMs));
        }
    }

    private static @Nullable Long stampOf(Message message) {
        for (String namespace : List.of(Pie.DELAY, Pie.OLD_DELAY)) {
            for (Element payload : message.payloads()) {
                if (payload.namespace().equals(namespace)) {
                    Long stamp = stamp(payload.attribute("stamp"));
                    if (stamp != null) {
                        return stamp;
                    }
                }
            }
        }
        return null;
    }

    private static Message without(Message message, String... namespaces) {
        Set<String> left = Set.of(namespaces);
        return message.withPayloads(
                message.payloads().stream()
                        .filter(payload -> !left.contains(payload.namespace()))
                        .toList());
    }

    /**
     * Commits what waits, and finds or stores the offline messages.
     *
     * @param isNew whether the account is made now: of one that people use already, what waits for
     *     it is not changed
     * @return what is to be written of the account
     */
    List<Change> finish(boolean isNew) throws Exception {
        commit();
        momentMs = -1;
        long first = Long.MAX_VALUE;
        Set<Long> found = new HashSet<>();
        for (Late late : offline) {
            long id = inArchive(late, found);
            if (id == 0) {
                id = Math.abs(place(late.message, late.epochMs, 0));
            }
            if (id != 0) {
                found.add(id);
                first = Math.min(first, id);
                report.count(ImportReport.Part.OFFLINE, 1);
            }
        }
        commit();
        left.forEach((why, count) -> leftOut.say(count + " messages: " + why));
        if (!isNew) {
            return List.of();
        }
        if (first != Long.MAX_VALUE) {
            return List.of(new OfflineMarkSaved(account, first - 1));
        }
        return newest == 0 ? List.of() : List.of(new OfflineMarkMoved(account, newest));
    }

    /** The same message as the archive has it; 0 when it does not. */
    private long inArchive(Late late, Set<Long> found) {
        List<ArchivedMessage> near =
                span(
                        ArchiveSlot.firstIdAt(Math.max(1, late.epochMs - APART_MS)),
                        ArchiveSlot.firstIdAt(late.epochMs + APART_MS + 1) - 1);
        Message wanted = said(late.message);
        for (ArchivedMessage one : near) {
            if (!found.contains(one.id())
                    && one.owners().contains(account)
                    && one.from().equals(late.message.from())
                    && StanzaCodec.read(StoredXml.read(one.stanza()))
                            instanceof StanzaCodec.Good(Message stored)
                    && said(stored).equals(wanted)) {
                return one.id();
            }
        }
        return 0;
    }

    /** What the sender has said, without what servers add and to which resource it went. */
    private Message said(Message message) {
        return without(message, Pie.DELAY, Pie.OLD_DELAY, Pie.STANZA_ID)
                .withTo(account)
                .withFrom(from(message));
    }
}
