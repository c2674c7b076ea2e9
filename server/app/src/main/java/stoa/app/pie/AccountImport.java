package stoa.app.pie;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stoa.accounts.provision.NewAccount;
import stoa.accounts.provision.Provisioning;
import stoa.core.journal.Change;
import stoa.features.privatexml.PrivateXml;
import stoa.pubsub.avatar.Picture;
import stoa.pubsub.bookmarks.Conferences;
import stoa.store.Bytes;
import stoa.store.Store;
import stoa.store.StoredXml;
import stoa.store.account.Account;
import stoa.store.account.AccountSaved;
import stoa.store.account.FastTokensRevoked;
import stoa.store.account.ScramKeys;
import stoa.store.account.ScramKeysSaved;
import stoa.store.privatexml.PrivateXmlSaved;
import stoa.store.vcard.Vcard;
import stoa.store.vcard.VcardSaved;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.sasl.SaslPrep;
import stoa.xmpp.stanza.Stanza;
import stoa.xmpp.xml.Element;
import stoa.xmpp.xml.Name;

/**
 * One account while it is read: its history is written as it comes, everything else in one
 * transaction when the user's element ends.
 */
final class AccountImport {
    /** As much as a client may send at once. */
    private static final int VCARD_BYTES = 256 << 10;

    private final Store store;
    private final BareJid address;
    private final Optional<Account> existing;
    private final ImportOptions options;
    private final Provisioning.KeyDerivation derivation;
    private final Instant now;
    private final ImportReport report;
    private final LeftOut leftOut;

    private final Map<String, ScramKeys> keys = new LinkedHashMap<>();
    private @Nullable String password;
    private @Nullable String name;
    private boolean disabled;
    private @Nullable Element vcard;
    private final Map<Name, Bytes> privateXml = new LinkedHashMap<>();
    private final PortableRoster roster;
    private final PortableNodes nodes;
    private final PortableBlocks blocks;
    private final PortableHistory history;

    AccountImport(
            Store store,
            BareJid address,
            Optional<Account> existing,
            ImportOptions options,
            Provisioning.KeyDerivation derivation,
            Instant now,
            ImportReport report) {
        this.store = store;
        this.address = address;
        this.existing = existing;
        this.options = options;
        this.derivation = derivation;
        this.now = now;
        this.report = report;
        this.leftOut = why -> report.leftOut(address.toString(), why);
        this.roster = new PortableRoster(address, leftOut);
        this.nodes = new PortableNodes(address, leftOut);
        this.blocks = new PortableBlocks(address, leftOut);
        this.history = new PortableHistory(store, address, now, options.dryRun(), report, leftOut);
    }

    /** The attribute {@code password}; it is not kept beyond the import. */
    void password(@Nullable String given) {
        if (given == null || given.isEmpty()) {
            return;
        }
        if (PortableKeys.isOldForm(given)) {
            add(PortableKeys.readOldForm(given, leftOut));
        } else if (given.length() > NewAccount.MAX_PASSWORD_LENGTH
                || SaslPrep.prepare(given) == null) {
            leftOut.say("the password: it is too long, or has characters that cannot be used");
        } else {
            password = given;
        }
    }

    private void add(@Nullable ScramKeys more) {
        if (more != null && keys.putIfAbsent(more.hash(), more) != null) {
            leftOut.say("more password keys for SCRAM-" + more.hash());
        }
    }

    void element(Element child) {
        if (child.is("scram-credentials", Pie.SCRAM)) {
            add(PortableKeys.read(child, leftOut));
        } else if (child.is("query", Pie.ROSTER)) {
            roster.query(child);
        } else if (Pie.asClient(child).is("presence", Stanza.CLIENT)) {
            roster.request(Pie.asClient(child));
        } else if (child.is("vCard", Pie.VCARD)) {
            vcard = child;
        } else if (child.is("query", Pie.PRIVATE)) {
            child.elements().forEach(this::keep);
        } else if (child.is("query", Pie.PRIVACY)) {
            blocks.query(child);
        } else if (child.is("pubsub", Pie.PUBSUB_OWNER)) {
            nodes.owner(child);
        } else if (child.is("pubsub", Pie.PUBSUB)) {
            nodes.items(child);
        } else if (child.is("account", Pie.STOA)) {
            ours(child);
        } else {
            leftOut.say("an element that is not known here: " + shown(child));
        }
    }

    private static String shown(Element child) {
        String shown = child.name() + " in " + child.namespace();
        return shown.length() > 120 ? shown.substring(0, 120) + "…" : shown;
    }

    private void ours(Element account) {
        String given = account.attribute("name");
        if (given != null && !given.isBlank() && given.length() <= NewAccount.MAX_NAME_LENGTH) {
            name = given.strip();
        }
        disabled = "true".equals(account.attribute("disabled"));
    }

    private void keep(Element element) {
        Element rest = element.is(Conferences.STORAGE) ? nodes.olderBookmarks(element) : element;
        if (rest == null) {
            return;
        }
        if (PrivateXml.isReserved(rest)) {
            leftOut.say("a private element in a namespace that is none for it");
            return;
        }
        Bytes xml = StoredXml.write(rest);
        long total = privateXml.values().stream().mapToLong(Bytes::length).sum() + xml.length();
        if (xml.length() > PrivateXml.LIMIT_BYTES || total > PrivateXml.ACCOUNT_LIMIT_BYTES) {
            leftOut.say("a private element: more than is kept here");
        } else {
            privateXml.put(rest.expandedName(), xml);
        }
    }

    void archived(Element result) throws Exception {
        history.archived(result);
    }

    void offline(Element message) {
        history.offline(message);
    }

    /** Writes the account. */
    void end() throws Exception {
        List<Change> late = history.finish(existing.isEmpty());
        List<Change> changes = new ArrayList<>();
        account(changes);
        credentials(changes);
        changes.addAll(roster.changes(store.rosters().load(address).toCompletableFuture().join()));
        card(changes);
        privateXml.forEach((key, xml) -> changes.add(new PrivateXmlSaved(address, key, xml)));
        changes.addAll(blocks.changes(store.blocks().of(address).toCompletableFuture().join()));
        changes.addAll(
                nodes.changes(store.pubsub().load(address).toCompletableFuture().join(), now));
        changes.addAll(late);
        if (!options.dryRun() && !changes.isEmpty()) {
            store.commit(changes);
        }
        count();
    }

    private void account(List<Change> changes) {
        if (existing.isEmpty()) {
            changes.add(new AccountSaved(new Account(address, name, !disabled, false, now)));
            if (keys.isEmpty() && password == null && !disabled) {
                leftOut.say(
                        "there is no password: it can be signed in to when one is set with"
                                + " ./stoa user password");
            }
        } else if (disabled && existing.get().enabled()) {
            changes.add(new AccountSaved(existing.get().withEnabled(false)));
        }
    }

    private void credentials(List<Change> changes) {
        List<ScramKeys> all = new ArrayList<>(keys.values());
        if (password != null && !options.dryRun()) {
            for (ScramKeys derived : derivation.derive(password)) {
                if (!keys.containsKey(derived.hash())) {
                    all.add(derived);
                }
            }
        }
        if (all.isEmpty() || isUnchanged(all)) {
            return;
        }
        changes.add(new ScramKeysSaved(address, all));
        if (existing.isPresent()) {
            changes.add(new FastTokensRevoked(address));
        }
    }

    private boolean isUnchanged(List<ScramKeys> all) {
        return existing.isPresent()
                && store.accounts()
                        .credentials(address)
                        .toCompletableFuture()
                        .join()
                        .filter(had -> List.copyOf(all).equals(had.keys()))
                        .isPresent();
    }

    /** The picture of a card is the avatar, unless the file has one of its own. */
    private void card(List<Change> changes) {
        if (vcard == null) {
            return;
        }
        Picture picture = Picture.ofVcard(vcard);
        boolean elsewhere = nodes.hasAvatar() || (picture != null && nodes.avatar(picture));
        Element card = elsewhere ? Picture.without(vcard) : vcard;
        Bytes xml = StoredXml.write(card);
        if (xml.length() > VCARD_BYTES) {
            leftOut.say("the vCard: larger than is kept here");
            vcard = null;
            return;
        }
        changes.add(
                new VcardSaved(
                        address,
                        new Vcard(xml, elsewhere || picture == null ? null : picture.id())));
    }

    private void count() {
        report.count(ImportReport.Part.ACCOUNTS, 1);
        report.count(ImportReport.Part.CONTACTS, roster.contacts());
        report.count(ImportReport.Part.REQUESTS, roster.requests());
        report.count(ImportReport.Part.VCARDS, vcard == null ? 0 : 1);
        report.count(ImportReport.Part.PRIVATE, privateXml.size());
        report.count(ImportReport.Part.NODES, nodes.nodeCount());
        report.count(ImportReport.Part.ITEMS, nodes.itemCount());
        report.count(ImportReport.Part.BLOCKED, blocks.count());
    }
}
