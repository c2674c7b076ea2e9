package stoa.store.account;

import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/**
 * The keys of one more hash of a password (XEP-0480), in place of those of that hash, provided that
 * the account still has the password. If it was changed meanwhile, nothing changes.
 *
 * @param proven the keys that the client has proven the password with
 */
public record ScramKeysAdded(BareJid account, ScramKeys proven, ScramKeys added) implements Change {
    public ScramKeysAdded {
        if (added.hash().equals(proven.hash())) {
            throw new IllegalArgumentException("proven with the keys that are to be added");
        }
    }

    @Override
    public int weightBytes() {
        return 512;
    }
}
