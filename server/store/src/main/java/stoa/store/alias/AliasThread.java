package stoa.store.alias;

import org.jspecify.annotations.Nullable;
import stoa.xmpp.jid.BareJid;

/**
 * An open conversation of an alias with one person. What was said stands in the archive.
 *
 * @param assignee the member who answers, or null while nobody has
 * @param beganMs when it was opened, in milliseconds since 1970
 * @param lastMs when something was last said in it
 */
public record AliasThread(
        BareJid alias, BareJid person, @Nullable BareJid assignee, long beganMs, long lastMs) {
    public AliasThread assignedTo(@Nullable BareJid member) {
        return new AliasThread(alias, person, member, beganMs, lastMs);
    }

    public AliasThread at(long nowMs) {
        return new AliasThread(alias, person, assignee, beganMs, Math.max(lastMs, nowMs));
    }
}
