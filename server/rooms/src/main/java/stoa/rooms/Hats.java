package stoa.rooms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.Jid;
import stoa.xmpp.xml.Element;

/**
 * The hats of a room, XEP-0317: which there are, and which account wears which. Immutable. Kept
 * with the room's configuration, though no form shows them; {@link HatCommands} changes them.
 */
final class Hats {
    static final int MOST_HATS = 64;
    static final int MOST_WORN = 1_000;
    static final int MOST_ON_ONE = 16;

    static final Hats NONE = new Hats(Map.of(), Map.of());

    static final ConfigField<Hats> FIELD =
            ConfigField.stored("hats", NONE, Hats::read, Hats::write);

    private final Map<String, Hat> byUri;
    private final Map<String, List<String>> worn;

    private Hats(Map<String, Hat> byUri, Map<String, List<String>> worn) {
        this.byUri = byUri;
        this.worn = worn;
    }

    List<Hat> all() {
        return List.copyOf(byUri.values());
    }

    @Nullable Hat hat(String uri) {
        return byUri.get(uri);
    }

    /** What an account wears. */
    List<Hat> of(Jid account) {
        List<String> uris = worn.get(account.bare().toString());
        if (uris == null) {
            return List.of();
        }
        return uris.stream().map(byUri::get).<Hat>map(Objects::requireNonNull).toList();
    }

    /** Who wears what, by address. */
    Map<String, List<String>> worn() {
        return new TreeMap<>(worn);
    }

    private int wornInAll() {
        return worn.values().stream().mapToInt(List::size).sum();
    }

    /** With one more; null when there are too many. */
    @Nullable Hats with(Hat hat) {
        if (byUri.size() >= MOST_HATS) {
            return null;
        }
        Map<String, Hat> more = new LinkedHashMap<>(byUri);
        more.put(hat.uri(), hat);
        return new Hats(more, worn);
    }

    /** Without a hat, on nobody's head either. */
    Hats without(String uri) {
        Map<String, Hat> fewer = new LinkedHashMap<>(byUri);
        fewer.remove(uri);
        Map<String, List<String>> left = new LinkedHashMap<>();
        worn.forEach(
                (who, uris) -> {
                    List<String> rest = uris.stream().filter(one -> !one.equals(uri)).toList();
                    if (!rest.isEmpty()) {
                        left.put(who, rest);
                    }
                });
        return new Hats(fewer, left);
    }

    /** With a hat of these on an account's head; null when that or the room has too many. */
    @Nullable Hats given(Jid account, String uri) {
        String who = account.bare().toString();
        List<String> uris = new ArrayList<>(worn.getOrDefault(who, List.of()));
        if (uris.size() >= MOST_ON_ONE || wornInAll() >= MOST_WORN) {
            return null;
        }
        uris.add(uri);
        Map<String, List<String>> more = new LinkedHashMap<>(worn);
        more.put(who, List.copyOf(uris));
        return new Hats(byUri, more);
    }

    Hats taken(Jid account, String uri) {
        String who = account.bare().toString();
        List<String> uris =
                worn.getOrDefault(who, List.of()).stream().filter(one -> !one.equals(uri)).toList();
        Map<String, List<String>> left = new LinkedHashMap<>(worn);
        if (uris.isEmpty()) {
            left.remove(who);
        } else {
            left.put(who, uris);
        }
        return new Hats(byUri, left);
    }

    /** What presence says of them, section 3.1; null for a bare head. */
    static @Nullable Element element(Occupant who) {
        return who.hats().isEmpty()
                ? null
                : Element.of("hats", Muc.HATS)
                        .children(who.hats().stream().map(Hat::toElement).toList())
                        .build();
    }

    /** Those present wear what the room's hats say. */
    static Room apply(Room room) {
        Hats hats = room.config(FIELD);
        return room.withOccupants(
                room.occupants()
                        .map(
                                occupant -> {
                                    List<Hat> now = hats.of(occupant.account());
                                    return now.equals(occupant.hats())
                                            ? occupant
                                            : occupant.withHats(now);
                                }));
    }

    /** A line a hat: its parts; then a line for each on a head: the address and the hat's URI. */
    private static List<String> write(Hats hats) {
        List<String> lines = new ArrayList<>();
        for (Hat hat : hats.byUri.values()) {
            String hue = hat.hue() == null ? "" : hat.hue();
            lines.add(String.join("\t", "hat", hat.uri(), hat.title(), hue));
        }
        hats.worn.forEach(
                (who, uris) -> uris.forEach(uri -> lines.add(String.join("\t", "worn", who, uri))));
        return lines;
    }

    private static @Nullable Hats read(List<String> lines) {
        Map<String, Hat> byUri = new LinkedHashMap<>();
        Map<String, List<String>> worn = new LinkedHashMap<>();
        for (String line : lines) {
            String[] parts = line.split("\t", -1);
            if (parts.length == 4 && parts[0].equals("hat")) {
                String hue = parts[3].isEmpty() ? null : parts[3];
                byUri.put(parts[1], new Hat(parts[1], parts[2], hue));
            } else if (parts.length == 3 && byUri.containsKey(parts[2])) {
                worn.computeIfAbsent(parts[1], who -> new ArrayList<>()).add(parts[2]);
            } else {
                return null;
            }
        }
        worn.replaceAll((who, uris) -> List.copyOf(uris));
        return new Hats(byUri, worn);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hats that && byUri.equals(that.byUri) && worn.equals(that.worn);
    }

    @Override
    public int hashCode() {
        return Objects.hash(byUri, worn);
    }

    @Override
    public String toString() {
        return byUri.keySet() + " worn by " + worn.keySet();
    }
}
