package stoa.store.alias;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/**
 * An address of a domain that is no account: whoever writes to it reaches its members.
 *
 * @param name the name to show, or null when none was given
 * @param live whether it takes chat; if not, it is nobody's contact and refuses messages
 * @param members accounts of the same domain, by address, at most {@link #MAX_MEMBERS}
 * @param hours when its members answer, or null when that is not bound to hours
 */
public record Alias(
        BareJid address,
        @Nullable String name,
        boolean live,
        List<BareJid> members,
        @Nullable AliasHours hours) {
    /** More would make one question too many deliveries. */
    public static final int MAX_MEMBERS = 50;

    /** Characters a name may have. */
    public static final int MAX_NAME = 100;

    public Alias {
        members =
                members.stream()
                        .distinct()
                        .sorted(Comparator.comparing(BareJid::toString))
                        .toList();
        if (members.size() > MAX_MEMBERS) {
            throw new IllegalArgumentException("at most " + MAX_MEMBERS + " members");
        }
    }

    /** One without hours. */
    public Alias(BareJid address, @Nullable String name, boolean live, List<BareJid> members) {
        this(address, name, live, members, null);
    }

    /** The name to show: the localpart when none was given. */
    public String displayName() {
        return name == null ? address.local() : name;
    }

    public Alias withMembers(List<BareJid> now) {
        return new Alias(address, name, live, now, hours);
    }

    public Alias withName(@Nullable String now) {
        return new Alias(address, now, live, members, hours);
    }

    public Alias withLive(boolean now) {
        return new Alias(address, name, now, members, hours);
    }

    public Alias withHours(@Nullable AliasHours now) {
        return new Alias(address, name, live, members, now);
    }
}
