package stoa.rooms;

import java.util.List;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.Xep;
import stoa.xmpp.jid.DomainJid;

/** Plugs the rooms into the server: their services, and what the list of XEPs says of them. */
public final class MultiUserChat implements Feature {
    private final Rooms rooms;
    private final List<DomainJid> services;

    /**
     * Of rooms that have read their directory ({@link Rooms#start}).
     *
     * @param services where they are, such as {@code conference.example.org}
     */
    public MultiUserChat(Rooms rooms, List<DomainJid> services) {
        this.rooms = rooms;
        this.services = List.copyOf(services);
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(
                Xep.of(45, "1.35.5"),
                Xep.of(249, "1.2"),
                Xep.of(317, "0.3.1"),
                Xep.of(410, "1.1.0"),
                Xep.of(421, "1.0.1"),
                Xep.of(424, "0.4.2"),
                Xep.of(425, "0.3.0"),
                Xep.of(433, "0.1.0"),
                Xep.of(437, "0.2.0"),
                Xep.of(463, "0.2.0"),
                Xep.of(486, "0.1.0"),
                Xep.of(500, "0.1.1"),
                Xep.of(502, "0.1.0"),
                Xep.of(513, "0.1.0"));
    }

    @Override
    public void install(Hooks hooks) {
        services.forEach(service -> hooks.service(rooms.service(service)));
    }
}
