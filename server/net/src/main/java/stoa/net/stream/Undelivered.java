package stoa.net.stream;

import java.util.ArrayList;
import java.util.List;
import stoa.net.sm.Outgoing;
import stoa.xmpp.stanza.Stanza;

/** What a session could not deliver, as stanzas again. */
final class Undelivered {
    private final List<Stanza> stanzas = new ArrayList<>();

    void add(Outgoing outgoing) {
        Stanza stanza = outgoing.read();
        if (stanza != null) {
            stanzas.add(stanza);
        }
    }

    List<Stanza> stanzas() {
        return stanzas;
    }
}
