package stoa.rooms;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.FormField;

/**
 * Of which roles presence is broadcast (muc#roomconfig_presencebroadcast, section 15.5.3). Presence
 * of the others is told to themselves only: for rooms with a large audience.
 */
final class PresenceBroadcast {
    /** Roles whose presence is broadcast. */
    record Roles(boolean moderators, boolean participants, boolean visitors) {
        static final Roles ALL = new Roles(true, true, true);

        boolean includes(Role role) {
            return switch (role) {
                case MODERATOR -> moderators;
                case PARTICIPANT -> participants;
                case VISITOR -> visitors;
                case NONE -> false;
            };
        }
    }

    static final ConfigField<Roles> ROLES =
            ConfigField.choices(
                    "muc#roomconfig_presencebroadcast",
                    "Roles whose presence everybody is told",
                    Roles.ALL,
                    PresenceBroadcast::read,
                    PresenceBroadcast::write,
                    new FormField.Option("Moderators", "moderator"),
                    new FormField.Option("Participants", "participant"),
                    new FormField.Option("Visitors", "visitor"));

    private PresenceBroadcast() {}

    private static @Nullable Roles read(List<String> texts) {
        for (String text : texts) {
            Role role = Role.of(text);
            if (role == null || role == Role.NONE) {
                return null;
            }
        }
        return new Roles(
                texts.contains("moderator"),
                texts.contains("participant"),
                texts.contains("visitor"));
    }

    private static List<String> write(Roles roles) {
        List<String> texts = new ArrayList<>(3);
        for (Role role : Role.values()) {
            if (roles.includes(role)) {
                texts.add(role.text());
            }
        }
        return texts;
    }
}
