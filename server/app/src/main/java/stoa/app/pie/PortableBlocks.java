package stoa.app.pie;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.accounts.AccountSettings;
import stoa.core.journal.Change;
import stoa.store.block.BlockEntry;
import stoa.store.block.BlockRemoved;
import stoa.store.block.BlockSaved;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

/**
 * Block lists (XEP-0191) as privacy lists (XEP-0016), which is all that XEP-0227 section 4.8 has:
 * the items of the default list that deny an address everything. What else privacy lists say has no
 * place here and is told.
 */
final class PortableBlocks {
    private static final String LIST = "blocklist";
    private static final Set<String> KINDS = Set.of("message", "iq", "presence-in", "presence-out");

    private final BareJid account;
    private final LeftOut leftOut;
    private final Set<Jid> blocked = new LinkedHashSet<>();
    private boolean given;

    PortableBlocks(BareJid account, LeftOut leftOut) {
        this.account = account;
        this.leftOut = leftOut;
    }

    /** Takes a {@code <query/>} in. */
    void query(Element query) {
        given = true;
        Element chosen = query.child("default", Pie.PRIVACY);
        String name = chosen == null ? null : chosen.attribute("name");
        for (Element list : query.elements().toList()) {
            if (list.is("list", Pie.PRIVACY)) {
                if (name != null && name.equals(list.attribute("name"))) {
                    list.elements().forEach(this::item);
                } else {
                    leftOut.say("a privacy list that is not the default one");
                }
            }
        }
    }

    private void item(Element item) {
        boolean denies = "deny".equals(item.attribute("action"));
        if (!denies && item.attribute("type") == null) {
            return; // everybody else may: as here
        }
        Jid address = denies && isEverything(item) ? address(item) : null;
        if (address == null) {
            leftOut.say("an item of a privacy list that blocks no address");
        } else if (blocked.size() >= AccountSettings.DEFAULTS.blockLimit()) {
            leftOut.say("blocked address " + address + ": the list is full");
        } else {
            blocked.add(address);
        }
    }

    private static boolean isEverything(Element item) {
        List<String> kinds = item.elements().map(Element::name).toList();
        return kinds.isEmpty() || kinds.containsAll(KINDS);
    }

    private static @Nullable Jid address(Element item) {
        String value = item.attribute("value");
        try {
            return "jid".equals(item.attribute("type")) && value != null ? Jid.parse(value) : null;
        } catch (InvalidJidException e) {
            return null;
        }
    }

    int count() {
        return blocked.size();
    }

    /**
     * What is to be written.
     *
     * @param before what the account has; goes if the file has lists that do not name it
     */
    List<Change> changes(List<BlockEntry> before) {
        List<Change> changes = new ArrayList<>();
        if (given) {
            for (BlockEntry entry : before) {
                if (!blocked.contains(entry.blocked())) {
                    changes.add(new BlockRemoved(entry));
                }
            }
            blocked.forEach(jid -> changes.add(new BlockSaved(new BlockEntry(account, jid))));
        }
        return changes;
    }

    /** A block list as an element; null for an empty one. */
    static @Nullable Element write(List<BlockEntry> entries) {
        if (entries.isEmpty()) {
            return null;
        }
        Element.Builder list = Element.of("list", Pie.PRIVACY).attribute("name", LIST);
        int order = 1;
        for (BlockEntry entry : entries) {
            list.child(
                    Element.of("item", Pie.PRIVACY)
                            .attribute("type", "jid")
                            .attribute("value", entry.blocked().toString())
                            .attribute("action", "deny")
                            .attribute("order", Integer.toString(order))
                            .build());
            order++;
        }
        return Element.of("query", Pie.PRIVACY)
                .child(Element.of("default", Pie.PRIVACY).attribute("name", LIST).build())
                .child(list.build())
                .build();
    }
}
