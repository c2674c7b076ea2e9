package stoa.core.notify;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/** Of which messages of a conversation somebody wants to be told, XEP-0492. */
public enum NotifySetting {
    ALWAYS,
    ON_MENTION,
    NEVER;

    private static final String NS = "urn:xmpp:notification-settings:1";
    private static final Set<String> NAMES = Set.of("always", "on-mention", "never");

    /**
     * The setting closest to a web client (section 3): its own, that of any client, that of
     * everybody.
     *
     * @param holder what has {@code <notify/>} among its children
     * @param otherwise when there is none
     */
    public static NotifySetting in(@Nullable Element holder, NotifySetting otherwise) {
        Element notify = holder == null ? null : holder.child("notify", NS);
        if (notify == null) {
            return otherwise;
        }
        int closest = 0;
        NotifySetting setting = otherwise;
        for (Element one : notify.elements().toList()) {
            int close = closeness(one);
            if (close > closest && NAMES.contains(one.name())) {
                closest = close;
                setting = valueOf(one.name().replace('-', '_').toUpperCase(Locale.ROOT));
            }
        }
        return setting;
    }

    private static int closeness(Element setting) {
        @Nullable String category = setting.attribute("identity-category");
        @Nullable String type = setting.attribute("identity-type");
        if (category == null) {
            return 1;
        }
        if (!category.equals("client")) {
            return 0;
        }
        return type == null ? 2 : type.equals("web") ? 3 : 0;
    }
}
