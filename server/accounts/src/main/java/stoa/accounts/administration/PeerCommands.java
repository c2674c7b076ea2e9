package stoa.accounts.administration;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import stoa.core.command.CommandStep;
import stoa.core.journal.Journal;
import stoa.core.route.PeerLists;
import stoa.core.route.PeerLists.Lists;
import stoa.core.route.ServedDomains;
import stoa.store.peer.PeerList;
import stoa.store.peer.PeerList.Kind;
import stoa.store.peer.PeerListSaved;
import stoa.store.peer.PeerStore;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.Jid;

/**
 * With which other domains a domain talks: its blacklist and whitelist (XEP-0133 sections 4.11 and
 * 4.12), stored and published for whoever speaks with other servers ({@link PeerLists}).
 */
final class PeerCommands {
    /** How many domains one list may hold. */
    static final int MAX = 1_000;

    private final PeerStore store;
    private final PeerLists published;
    private final Journal journal;
    private final ServedDomains served;

    PeerCommands(PeerStore store, PeerLists published, Journal journal, ServedDomains served) {
        this.store = store;
        this.published = published;
        this.journal = journal;
        this.served = served;
    }

    /** Reads the lists; before any stream to another server. */
    CompletionStage<Void> load() {
        return store.all().thenAccept(all -> all.forEach(this::publish));
    }

    private synchronized void publish(PeerList list) {
        Lists before = published.of(list.domain());
        Set<String> peers = Set.copyOf(list.peers());
        published.publish(
                list.domain(),
                switch (list.kind()) {
                    case DENIED -> new Lists(peers, before.allowed());
                    case ALLOWED -> new Lists(before.denied(), peers);
                });
    }

    List<AdminCommand> commands(AdminCommand.Gate gate) {
        return List.of(
                gate.domain(
                        "edit-blacklist",
                        "Edit the list of shunned domains",
                        admin ->
                                ask(
                                        admin,
                                        Kind.DENIED,
                                        "blacklistjids",
                                        "Nothing is said to these domains, and heard from them.")),
                gate.domain(
                        "edit-whitelist",
                        "Edit the list of the only domains",
                        admin ->
                                ask(
                                        admin,
                                        Kind.ALLOWED,
                                        "whitelistjids",
                                        "If there are any, no other domains are spoken with.")));
    }

    private CompletionStage<CommandStep> ask(
            Admin admin, Kind kind, String field, String instructions) {
        Lists lists = published.of(admin.domain());
        Set<String> now = new TreeSet<>(kind == Kind.DENIED ? lists.denied() : lists.allowed());
        DataForm form =
                AdminForm.asked(
                        "Other domains",
                        instructions,
                        FormField.many(
                                FormField.Type.JID_MULTI, field, "Domains", List.copyOf(now)));
        return CommandStep.askLast(form, submitted -> save(admin, kind, field, submitted)).now();
    }

    private CompletionStage<CommandStep> save(
            Admin admin, Kind kind, String field, DataForm submitted) {
        List<String> values = AdminForm.values(submitted, field);
        if (values.size() > MAX) {
            return CommandStep.failed("At most " + MAX + " domains.").now();
        }
        Set<String> peers = new TreeSet<>();
        for (String value : values) {
            Jid peer = Addresses.parse(value);
            if (!(peer instanceof DomainJid domain)) {
                return CommandStep.failed("\"" + value.strip() + "\" is no domain.").now();
            }
            if (served.house(domain.domain()) != null) {
                return CommandStep.failed(domain + " is of this server.").now();
            }
            peers.add(domain.domain());
        }
        PeerList list = new PeerList(admin.domain(), kind, List.copyOf(peers));
        return journal.record(List.of(new PeerListSaved(list)))
                .thenApply(
                        stored -> {
                            publish(list);
                            return CommandStep.done(
                                    peers.isEmpty()
                                            ? "The list is empty."
                                            : "The list has " + peers.size() + " entries.");
                        });
    }
}
