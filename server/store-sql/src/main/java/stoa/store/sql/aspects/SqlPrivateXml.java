package stoa.store.sql.aspects;

import static stoa.store.sql.jdbc.Binding.row;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.store.Bytes;
import stoa.store.account.AccountDeleted;
import stoa.store.privatexml.PrivateXmlSaved;
import stoa.store.privatexml.PrivateXmlStore;
import stoa.store.sql.jdbc.ChangeWriters;
import stoa.store.sql.jdbc.Reads;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Name;

/** Private XML in SQL. */
public final class SqlPrivateXml implements PrivateXmlStore {
    private final Reads reads;

    public SqlPrivateXml(Reads reads) {
        this.reads = reads;
    }

    /** Registers what writes private XML. */
    public static void writes(ChangeWriters writers) {
        writers.on(
                PrivateXmlSaved.class,
                "INSERT INTO private_xml (account, namespace, name, xml) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (account, namespace, name) DO UPDATE SET"
                        + " xml = excluded.xml",
                saved ->
                        row(
                                saved.account(),
                                saved.name().namespace(),
                                saved.name().local(),
                                saved.xml()));
        writers.on(
                AccountDeleted.class,
                "DELETE FROM private_xml WHERE account = ?",
                deleted -> row(deleted.account()));
    }

    @Override
    public CompletionStage<Optional<Bytes>> find(BareJid account, Name name) {
        return reads.first(
                "SELECT xml FROM private_xml WHERE account = ? AND namespace = ? AND name = ?",
                row -> row.bytes(1),
                account,
                name.namespace(),
                name.local());
    }

    @Override
    public CompletionStage<List<Bytes>> all(BareJid account) {
        return reads.list(
                "SELECT xml FROM private_xml WHERE account = ? ORDER BY namespace, name",
                row -> row.bytes(1),
                account);
    }

    @Override
    public CompletionStage<Long> totalBytes(BareJid account) {
        return reads.number("SELECT SUM(LENGTH(xml)) FROM private_xml WHERE account = ?", account);
    }
}
