package stoa.store.account;

import java.util.List;
import stoa.core.journal.Change;
import stoa.xmpp.jid.BareJid;

/** A password was set: these keys replace all earlier ones. An account without keys has none. */
public record ScramKeysSaved(BareJid account, List<ScramKeys> keys) implements Change {
    public ScramKeysSaved {
        keys = List.copyOf(keys);
    }

    @Override
    public int weightBytes() {
        return 256 + 256 * keys.size();
    }
}
