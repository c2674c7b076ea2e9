package stoa.app.pie;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.core.journal.ArchiveSlot;
import stoa.pubsub.avatar.Picture;
import stoa.pubsub.bookmarks.Conferences;
import stoa.pubsub.service.Bookmarks;
import stoa.store.Bytes;
import stoa.store.Store;
import stoa.store.StoredXml;
import stoa.store.account.Account;
import stoa.store.account.ScramKeys;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveQuery.Anchor;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.store.offline.OfflineMark;
import stoa.store.pubsub.ItemEntry;
import stoa.store.pubsub.LoadedNode;
import stoa.store.pubsub.StoredItem;
import stoa.store.roster.Roster;
import stoa.store.vcard.Vcard;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Element;

/** Writes one account: a {@code <user/>} of XEP-0227. Its archive is read page by page. */
final class AccountExport {
    private static final int PAGE = 200;
    private static final int ITEMS = 50;

    private final Store store;
    private final PieWriter out;
    private final ImportReport report;
    private final Progress progress;
    private final Account account;
    private final BareJid address;
    private final boolean keysTwice;

    /**
     * @param keysTwice see {@link PortableKeys#write}
     */
    AccountExport(
            Store store,
            PieWriter out,
            ImportReport report,
            Progress progress,
            Account account,
            boolean keysTwice) {
        this.store = store;
        this.out = out;
        this.report = report;
        this.progress = progress;
        this.account = account;
        this.address = account.address();
        this.keysTwice = keysTwice;
    }

    private static <T> T get(CompletionStage<T> read) {
        return read.toCompletableFuture().join();
    }

    void write() throws IOException {
        List<LoadedNode> nodes = get(store.pubsub().load(address));
        out.begin("user", Pie.NS, "name", address.local());
        credentials();
        ours();
        roster();
        vcard(nodes);
        privateXml(nodes);
        Element blocked = PortableBlocks.write(get(store.blocks().of(address)));
        if (blocked != null) {
            out.element(blocked);
            report.count(ImportReport.Part.BLOCKED, get(store.blocks().of(address)).size());
        }
        offline();
        nodes(nodes);
        archive();
        out.end();
        report.count(ImportReport.Part.ACCOUNTS, 1);
    }

    /** SCRAM-SHA-1 first: there are servers that read the first ones only. */
    private void credentials() throws IOException {
        if (!account.enabled()) {
            report.leftOut(
                    address.toString(),
                    "its password, since it is disabled: elsewhere it could be signed in to");
            return;
        }
        List<ScramKeys> keys =
                get(store.accounts().credentials(address)).map(c -> c.keys()).orElse(List.of());
        for (ScramKeys one : keys.stream().sorted(Comparator.comparing(ScramKeys::hash)).toList()) {
            out.element(PortableKeys.write(one, keysTwice));
        }
    }

    private void ours() throws IOException {
        if (account.name() != null || !account.enabled()) {
            out.element(
                    Element.of("account", Pie.STOA)
                            .attribute("name", account.name())
                            .attribute("disabled", account.enabled() ? null : "true")
                            .build());
        }
    }

    private void roster() throws IOException {
        Roster roster = get(store.rosters().load(address));
        out.element(PortableRoster.write(roster));
        List<Element> requests = PortableRoster.writeRequests(address, roster);
        for (Element request : requests) {
            out.element(request);
        }
        report.count(
                ImportReport.Part.CONTACTS,
                roster.entries().stream().filter(entry -> entry.item().listed()).count());
        report.count(ImportReport.Part.REQUESTS, requests.size());
    }

    /** The avatar is the card's picture, as whoever reads the card gets it (XEP-0398). */
    private void vcard(List<LoadedNode> nodes) throws IOException {
        Optional<Vcard> stored = get(store.vcards().find(address));
        Element card =
                stored.map(vcard -> StoredXml.read(vcard.xml()))
                        .orElse(Element.empty("vCard", Pie.VCARD));
        Element metadata = last(nodes, Picture.METADATA, null);
        if (metadata != null) {
            card = Picture.without(card);
            Element info = Picture.info(metadata);
            Element data = info == null ? null : last(nodes, Picture.DATA, info.attribute("id"));
            Picture picture = data == null ? null : Picture.ofData(info.attribute("type"), data);
            if (picture != null) {
                card = card.with(picture.toPhoto());
            }
        }
        if (!card.children().isEmpty()) {
            out.element(card);
            report.count(ImportReport.Part.VCARDS, 1);
        }
    }

    /** The payload of a node's newest item, or of the one with that id. */
    private @Nullable Element last(List<LoadedNode> nodes, String name, @Nullable String id) {
        for (LoadedNode node : nodes) {
            if (node.node().name().equals(name) && !node.items().isEmpty()) {
                String wanted = id == null ? node.items().getLast().id() : id;
                return get(store.pubsub().items(address, name, List.of(wanted))).stream()
                        .map(StoredItem::payload)
                        .filter(payload -> payload.length() > 0)
                        .map(StoredXml::read)
                        .findFirst()
                        .orElse(null);
            }
        }
        return null;
    }

    /** With the bookmarks in their older form, for servers that know no other. */
    private void privateXml(List<LoadedNode> nodes) throws IOException {
        Element.Builder query = Element.of("query", Pie.PRIVATE);
        Map<String, Element> bookmarks = bookmarks(nodes);
        Element storage = bookmarks.isEmpty() ? null : Conferences.storage(bookmarks);
        int count = 0;
        for (Bytes one : get(store.privateXml().all(address))) {
            Element element = StoredXml.read(one);
            if (storage != null && element.is(Conferences.STORAGE)) {
                storage = Conferences.with(storage, element);
            } else if (element.firstChild() != null || !element.is(Conferences.STORAGE)) {
                query.child(element);
                count++;
            }
        }
        if (storage != null) {
            query.child(storage);
            count++;
        }
        if (count > 0) {
            out.element(query.build());
            report.count(ImportReport.Part.PRIVATE, count);
        }
    }

    private Map<String, Element> bookmarks(List<LoadedNode> nodes) {
        Map<String, Element> bookmarks = new LinkedHashMap<>();
        for (LoadedNode node : nodes) {
            if (node.node().name().equals(Bookmarks.NODE)) {
                for (StoredItem item : items(node)) {
                    if (item.payload().length() > 0) {
                        bookmarks.put(item.id(), StoredXml.read(item.payload()));
                    }
                }
            }
        }
        return bookmarks;
    }

    private List<StoredItem> items(LoadedNode node) {
        List<StoredItem> items = new ArrayList<>();
        List<String> ids = node.items().stream().map(ItemEntry::id).toList();
        for (int i = 0; i < ids.size(); i += ITEMS) {
            items.addAll(
                    get(
                            store.pubsub()
                                    .items(
                                            address,
                                            node.node().name(),
                                            ids.subList(i, Math.min(ids.size(), i + ITEMS)))));
        }
        return items;
    }

    private void nodes(List<LoadedNode> nodes) throws IOException {
        if (nodes.isEmpty()) {
            return;
        }
        out.element(NodesWriter.owner(nodes));
        out.begin("pubsub", Pie.PUBSUB, "", null);
        for (LoadedNode node : nodes) {
            out.begin("items", Pie.PUBSUB, "node", node.node().name());
            for (StoredItem item : items(node)) {
                out.element(NodesWriter.item(item, address));
                report.count(ImportReport.Part.ITEMS, 1);
            }
            out.end();
        }
        out.end();
        report.count(ImportReport.Part.NODES, nodes.size());
    }

    /** What was delivered to no resource: it is known as part of the history. */
    private void offline() throws IOException {
        OfflineMark mark = get(store.offline().find(address));
        if (!mark.waiting()) {
            return;
        }
        boolean begun = false;
        HistoryPages pages = new HistoryPages(ArchiveSlot.epochMillis(mark.afterId()));
        for (List<ArchiveRow> page = pages.next(); !page.isEmpty(); page = pages.next()) {
            for (ArchiveRow row : page) {
                boolean isForMe = row.to().bare().equals(address);
                if (row.id() > mark.afterId() && isForMe) {
                    if (!begun) {
                        out.begin("offline-messages", Pie.NS, "", null);
                        begun = true;
                    }
                    out.element(message(row).with(delay(row)).with(stanzaId(row)));
                    report.count(ImportReport.Part.OFFLINE, 1);
                }
            }
        }
        if (begun) {
            out.end();
        }
    }

    private static Element message(ArchiveRow row) {
        Element message = StoredXml.read(row.stanza());
        return message.withAttribute("from", row.from().toString())
                .withAttribute("to", row.to().toString());
    }

    private Element delay(ArchiveRow row) {
        return Element.of("delay", Pie.DELAY)
                .attribute("from", address.domain())
                .attribute("stamp", Instant.ofEpochMilli(row.epochMillis()).toString())
                .build();
    }

    private Element stanzaId(ArchiveRow row) {
        return Element.of("stanza-id", Pie.STANZA_ID)
                .attribute("by", address.toString())
                .attribute("id", Long.toString(row.id()))
                .build();
    }

    private void archive() throws IOException {
        HistoryPages pages = new HistoryPages(null);
        boolean begun = false;
        for (List<ArchiveRow> page = pages.next(); !page.isEmpty(); page = pages.next()) {
            if (!begun) {
                out.begin("archive", Pie.ARCHIVE, "", null);
                begun = true;
            }
            for (ArchiveRow row : page) {
                out.element(
                        Element.of("result", Pie.MAM)
                                .attribute("id", Long.toString(row.id()))
                                .child(
                                        Element.of("forwarded", Pie.FORWARD)
                                                .child(stamp(row))
                                                .child(message(row))
                                                .build())
                                .build());
            }
            report.count(ImportReport.Part.MESSAGES, page.size());
            progress.at(report);
        }
        if (begun) {
            out.end();
        }
    }

    private static Element stamp(ArchiveRow row) {
        return Element.of("delay", Pie.DELAY)
                .attribute("stamp", Instant.ofEpochMilli(row.epochMillis()).toString())
                .build();
    }

    /** The history, oldest first. */
    private final class HistoryPages {
        private ArchiveQuery query;
        private boolean complete;

        HistoryPages(@Nullable Long startMs) {
            query = ArchiveQuery.firstOf(address, PAGE).start(startMs);
        }

        List<ArchiveRow> next() {
            if (complete) {
                return List.of();
            }
            if (!(get(store.archive().page(query)) instanceof ArchiveResult.Page page)) {
                throw new IllegalStateException("a message of the last page is gone");
            }
            complete = page.complete() || page.rows().isEmpty();
            if (!complete) {
                query = query.page(new Anchor.After(page.rows().getLast().id()), PAGE);
            }
            return page.rows();
        }
    }
}
