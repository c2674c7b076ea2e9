package stoa.search;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import stoa.core.journal.ArchiveSlot;
import stoa.store.Store;
import stoa.store.StoredXml;
import stoa.store.archive.ArchiveAppend;
import stoa.store.archive.ArchiveOwner;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.store.archive.TombstoneSaved;
import stoa.store.search.SearchResult;
import stoa.store.search.SearchText;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.FullJid;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.stanza.Message;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;

/** People who talk into a store, a message a second, and look for what was said. */
final class Talk {
    static final BareJid JULIET = BareJid.of("juliet@example.org");
    static final BareJid ROMEO = BareJid.of("romeo@example.org");
    static final BareJid NURSE = BareJid.of("nurse@example.org");
    static final BareJid GARDEN = BareJid.of("garden@conference.example.org");
    static final FullJid LAPTOP = JULIET.withResource("laptop");
    static final FullJid PHONE = ROMEO.withResource("phone");

    /** Looks only when asked, so that a test says when. */
    static final IndexFollower.Pace WHEN_ASKED = new IndexFollower.Pace(1_000_000, 1_000_000);

    static final Duration PATIENT = Duration.ofSeconds(30);

    private static final long BEGIN_MS = 1_700_000_000_000L;

    final Store store;
    private long nextId;

    Talk(Store store) {
        this.store = store;
        this.nextId =
                Math.max(
                        ArchiveSlot.firstIdAt(BEGIN_MS),
                        store.archive().newestId() + ArchiveSlot.firstIdAt(1_000));
    }

    ArchiveSearch search(Path directory) {
        return ArchiveSearch.start(store.archive(), directory, WHEN_ASKED, PATIENT);
    }

    /** Juliet to Romeo. */
    long says(String text) throws Exception {
        return says(LAPTOP, ROMEO, text);
    }

    long says(FullJid from, Jid to, String text) throws Exception {
        return append(
                Message.of(Message.Type.CHAT, from, to, Element.text("body", Stanza.CLIENT, text)),
                List.of(
                        new ArchiveOwner((BareJid) from.bare(), to),
                        new ArchiveOwner((BareJid) to.bare(), from)));
    }

    long saysInGarden(String nick, BareJid who, String text) throws Exception {
        return inGarden(nick, who, Element.text("body", Stanza.CLIENT, text));
    }

    long inGarden(String nick, BareJid who, Element payload) throws Exception {
        return append(
                Message.of(Message.Type.GROUPCHAT, GARDEN.withResource(nick), GARDEN, payload),
                List.of(new ArchiveOwner(GARDEN, who)));
    }

    /** As the room writes a retraction: its message and the tombstone in one commit. */
    long retractsInGarden(String nick, BareJid who, long id) throws Exception {
        Element retract =
                Element.of("retract", "urn:xmpp:message-retract:1")
                        .attribute("id", Long.toString(id))
                        .build();
        Message message =
                Message.of(Message.Type.GROUPCHAT, GARDEN.withResource(nick), GARDEN, retract);
        Message tombstone =
                Message.of(
                        Message.Type.GROUPCHAT,
                        GARDEN.withResource(nick),
                        GARDEN,
                        Element.empty("retracted", "urn:xmpp:message-retract:1"));
        ArchiveAppend append = change(message, List.of(new ArchiveOwner(GARDEN, who)));
        store.commit(
                List.of(append, new TombstoneSaved(id, StoredXml.write(tombstone.toElement()))));
        return append.slot().id();
    }

    long append(Message message, List<ArchiveOwner> owners) throws Exception {
        ArchiveAppend append = change(message, owners);
        store.commit(List.of(append));
        return append.slot().id();
    }

    private ArchiveAppend change(Message message, List<ArchiveOwner> owners) {
        ArchiveSlot slot = new ArchiveSlot();
        slot.set(nextId);
        nextId += ArchiveSlot.firstIdAt(1_000);
        return new ArchiveAppend(
                slot,
                message.from(),
                message.to(),
                message.type(),
                null,
                owners,
                StoredXml.write(message.toElement()),
                message.body() != null);
    }

    static SearchText words(String text) {
        if (SearchText.read(text) instanceof SearchText.Good(var good)) {
            return good;
        }
        throw new AssertionError("not to be looked for: " + text);
    }

    static <T> T got(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    static ArchiveResult.Page page(ArchiveSearch search, ArchiveQuery query, String text)
            throws Exception {
        SearchResult result = got(search.page(query, words(text)));
        if (result instanceof SearchResult.Found(ArchiveResult.Page page)) {
            return page;
        }
        throw new AssertionError("no page but " + result);
    }

    /** The ids of what Juliet finds. */
    static List<Long> found(ArchiveSearch search, String text) throws Exception {
        return found(search, JULIET, text);
    }

    static List<Long> found(ArchiveSearch search, BareJid owner, String text) throws Exception {
        return page(search, ArchiveQuery.firstOf(owner, 100), text).rows().stream()
                .map(ArchiveRow::id)
                .toList();
    }
}
