package stoa.app.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import stoa.accounts.provision.NewAccount;
import stoa.accounts.provision.Provisioned;
import stoa.accounts.provision.Provisioning;
import stoa.core.journal.ArchiveSlot;
import stoa.core.journal.Change;
import stoa.core.journal.Journal;
import stoa.store.Bytes;
import stoa.store.Store;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.privatexml.PrivateXmlSaved;
import stoa.store.room.Affiliation;
import stoa.store.room.AffiliationEntry;
import stoa.store.room.AffiliationSaved;
import stoa.store.room.Room;
import stoa.store.room.RoomSaved;
import stoa.store.room.RoomSubject;
import stoa.webapi.InstanceRoute.DemoPerson;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;
import stoa.xmpp.xml.XmlWriter;

/**
 * Fills an empty store with the demo's people, their earlier talk and one room. The talk is written
 * by a journal of its own whose clock runs through the past, before the server's journal starts:
 * archive ids stay in the order of their times.
 */
public final class Demo {
    private static final String BOOKMARKS = "storage:bookmarks";
    private static final long JOURNAL_BYTES = 16L * 1024 * 1024;

    private final DomainJid domain;
    private final BareJid room;

    public Demo(DomainJid domain) {
        this.domain = domain;
        this.room = BareJid.of(DemoTalk.ROOM, "conference." + domain);
    }

    /** The demo's people with their passwords, which the sign-in page shows. */
    public List<DemoPerson> people() {
        return DemoTalk.PEOPLE.stream()
                .map(
                        person ->
                                new DemoPerson(
                                        account(person.local()),
                                        person.name(),
                                        password(person.local())))
                .toList();
    }

    /** Adds the people who are not there yet. */
    public CompletionStage<Void> addPeople(Provisioning provisioning) {
        List<CompletableFuture<Provisioned>> all = new ArrayList<>();
        for (DemoTalk.Person person : DemoTalk.PEOPLE) {
            boolean admin = person.local().equals("juliet");
            NewAccount wish =
                    new NewAccount(
                            account(person.local()),
                            person.name(),
                            password(person.local()),
                            admin);
            all.add(provisioning.create(wish).toCompletableFuture());
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    /**
     * Writes the earlier talk and the room into an empty store; blocking, before the server starts.
     */
    public void writeTalk(Store store, Instant now) throws InterruptedException {
        AtomicReference<Instant> clock = new AtomicReference<>(now.minus(Duration.ofDays(30)));
        Journal journal = new Journal(store, clock::get, JOURNAL_BYTES, new NoScope());
        journal.start();
        try {
            journal.record(roomAndBookmarks(clock.get())).toCompletableFuture().join();
            List<DemoTalk.Line> inOrder = new ArrayList<>(DemoTalk.TALK);
            inOrder.sort(Comparator.comparingInt(DemoTalk.Line::minutesAgo).reversed());
            for (DemoTalk.Line line : inOrder) {
                clock.set(now.minus(Duration.ofMinutes(line.minutesAgo())));
                journal.record(List.of(line.to() == null ? inRoom(line) : between(line)))
                        .toCompletableFuture()
                        .join();
            }
        } finally {
            journal.close();
        }
    }

    private List<Change> roomAndBookmarks(Instant at) {
        List<Change> changes = new ArrayList<>();
        Map<String, List<String>> config =
                Map.of(
                        "muc#roomconfig_roomname", List.of(DemoTalk.ROOM_NAME),
                        "muc#roomconfig_persistentroom", List.of("1"),
                        "muc#roomconfig_publicroom", List.of("1"));
        changes.add(
                new RoomSaved(
                        new Room(
                                room,
                                config,
                                1,
                                new RoomSubject(DemoTalk.ROOM_SUBJECT, "Juliet", at),
                                at)));
        changes.add(
                new AffiliationSaved(
                        room,
                        new AffiliationEntry(account("juliet"), Affiliation.OWNER, null, null)));
        for (DemoTalk.Person person : DemoTalk.PEOPLE) {
            Element bookmarks =
                    Element.of("storage", BOOKMARKS)
                            .child(
                                    Element.of("conference", BOOKMARKS)
                                            .attribute("jid", room.toString())
                                            .attribute("name", DemoTalk.ROOM_NAME)
                                            .attribute("autojoin", "true")
                                            .child("nick", person.name())
                                            .build())
                            .build();
            changes.add(
                    new PrivateXmlSaved(
                            account(person.local()),
                            Name.of(BOOKMARKS, "storage"),
                            Bytes.of(XmlWriter.toBytes(bookmarks, ""))));
        }
        return changes;
    }

    private Change between(DemoTalk.Line line) {
        BareJid from = account(line.from());
        BareJid to = account(line.to());
        FullJid sender = from.withResource("demo");
        return append(
                sender,
                to,
                Message.Type.CHAT,
                List.of(new ArchiveOwner(from, to), new ArchiveOwner(to, from)),
                message(sender, to, Message.Type.CHAT, line.body()));
    }

    private Change inRoom(DemoTalk.Line line) {
        BareJid author = account(line.from());
        FullJid occupant = room.withResource(nameOf(line.from()));
        return append(
                occupant,
                room,
                Message.Type.GROUPCHAT,
                List.of(new ArchiveOwner(room, author)),
                message(occupant, room, Message.Type.GROUPCHAT, line.body()));
    }

    private static Change append(
            Jid from, Jid to, Message.Type type, List<ArchiveOwner> owners, Message message) {
        Bytes xml = Bytes.of(XmlWriter.toBytes(message.toElement(), ""));
        return new ArchiveAppend(
                new ArchiveSlot(), from, to, type, message.id(), owners, xml, true);
    }

    private static Message message(Jid from, Jid to, Message.Type type, String body) {
        return Message.of(type, from, to, Element.text("body", Stanza.CLIENT, body))
                .withId(
                        UUID.nameUUIDFromBytes(
                                        XmlWriter.toBytes(Element.text("id", "", from + body), ""))
                                .toString());
    }

    private static String nameOf(String local) {
        return DemoTalk.PEOPLE.stream()
                .filter(person -> person.local().equals(local))
                .map(DemoTalk.Person::name)
                .findFirst()
                .orElseThrow();
    }

    private BareJid account(String local) {
        return domain.account(local);
    }

    /** Shown on the sign-in page; the demo listens on loopback. */
    private static String password(String local) {
        return "demo-" + local;
    }

    private static final class NoScope implements Journal.ReleaseScope {
        @Override
        public void beginBatch() {}

        @Override
        public void endBatch() {}
    }
}
