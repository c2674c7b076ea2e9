package stoa.app.pie;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import stoa.accounts.provision.PasswordKeys;
import stoa.store.Store;
import stoa.store.archive.ArchiveQuery;
import stoa.store.archive.ArchiveResult;
import stoa.store.archive.ArchiveRow;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;

/** Files of XEP-0227 and stores, for the tests. */
final class Files227 {
    static final Instant NOW = Instant.parse("2024-05-06T07:08:09.123Z");
    static final BareJid JULIET = BareJid.of("juliet@capulet.example");
    static final BareJid ROMEO = BareJid.of("romeo@capulet.example");
    static final DomainJid CAPULET = DomainJid.of("capulet.example");

    private Files227() {}

    static String users(String users) {
        return "<server-data xmlns='urn:xmpp:pie:0'><host jid='capulet.example'>"
                + users
                + "</host></server-data>";
    }

    static String user(String name, String children) {
        return "<user name='" + name + "'>" + children + "</user>";
    }

    static String archived(String id, String stamp, String from, String to, String body) {
        return "<result xmlns='urn:xmpp:mam:2' id='"
                + id
                + "'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='"
                + stamp
                + "'/><message xmlns='jabber:client' type='chat' from='"
                + from
                + "' to='"
                + to
                + "'><body>"
                + body
                + "</body></message></forwarded></result>";
    }

    static String archive(String... results) {
        return "<archive xmlns='urn:xmpp:pie:0#mam'>" + String.join("", results) + "</archive>";
    }

    static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    static Importer importer(Store store, ImportOptions options) {
        return new Importer(
                store,
                Set.of(CAPULET),
                new PasswordKeys(new java.security.SecureRandom(), 4096),
                InstantSource.fixed(NOW),
                options,
                said -> {});
    }

    /** Imports as the command does without options. */
    static ImportReport bring(Store store, Path folder, String text) throws Exception {
        return bring(store, folder, text, new ImportOptions(false, false));
    }

    static ImportReport bring(Store store, Path folder, String text, ImportOptions options)
            throws Exception {
        Path file = Files.writeString(folder.resolve("accounts.xml"), text);
        Importer importer = importer(store, options);
        importer.run(file);
        return importer.report();
    }

    static String export(Store store, Path folder) throws IOException {
        Path file = folder.resolve("out.xml");
        new Exporter(store, InstantSource.fixed(NOW), false, said -> {}).domain(CAPULET, file);
        return Files.readString(file);
    }

    /** The bodies of a history, oldest first. */
    static List<String> bodies(Store store, BareJid owner) {
        List<String> bodies = new ArrayList<>();
        for (ArchiveRow row : rows(store, owner)) {
            bodies.add(row.stanza().text().replaceAll("(?s).*<body>(.*)</body>.*", "$1"));
        }
        return bodies;
    }

    static List<ArchiveRow> rows(Store store, BareJid owner) {
        return ((ArchiveResult.Page) get(store.archive().page(ArchiveQuery.lastOf(owner, 500))))
                .rows();
    }
}
