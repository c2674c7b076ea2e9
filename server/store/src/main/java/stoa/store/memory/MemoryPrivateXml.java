package stoa.store.memory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import stoa.store.Bytes;
import stoa.store.account.AccountDeleted;
import stoa.store.privatexml.PrivateXmlSaved;
import stoa.store.privatexml.PrivateXmlStore;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Name;

final class MemoryPrivateXml implements PrivateXmlStore {
    private final MemoryTables tables;
    private final Map<BareJid, Map<Name, Bytes>> stored = new HashMap<>();

    MemoryPrivateXml(MemoryTables tables) {
        this.tables = tables;
        tables.on(PrivateXmlSaved.class, this::save);
        tables.on(AccountDeleted.class, deleted -> stored.remove(deleted.account()));
    }

    private void save(PrivateXmlSaved saved) {
        stored.computeIfAbsent(saved.account(), key -> new HashMap<>())
                .put(saved.name(), saved.xml());
    }

    private Map<Name, Bytes> of(BareJid account) {
        return stored.getOrDefault(account, Map.of());
    }

    @Override
    public CompletionStage<Optional<Bytes>> find(BareJid account, Name name) {
        return tables.read(() -> Optional.ofNullable(of(account).get(name)));
    }

    @Override
    public CompletionStage<List<Bytes>> all(BareJid account) {
        return tables.read(
                () ->
                        of(account).entrySet().stream()
                                .sorted(
                                        Comparator.comparing(
                                                        (Map.Entry<Name, Bytes> e) ->
                                                                e.getKey().namespace(),
                                                        CodePointOrder.CODE_POINTS)
                                                .thenComparing(
                                                        e -> e.getKey().local(),
                                                        CodePointOrder.CODE_POINTS))
                                .map(Map.Entry::getValue)
                                .toList());
    }

    @Override
    public CompletionStage<Long> totalBytes(BareJid account) {
        return tables.read(() -> of(account).values().stream().mapToLong(Bytes::length).sum());
    }
}
