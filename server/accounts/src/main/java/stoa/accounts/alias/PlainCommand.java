package stoa.accounts.alias;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stoa.accounts.people.AliasBook;
import stoa.store.alias.Alias;
import stoa.xmpp.jid.BareJid;

/**
 * What a member writes to a conversation from a client that has no buttons for it: {@code !take},
 * {@code !hand NAME}, {@code !done}, {@code !who}. A slash would be for the client itself.
 */
sealed interface PlainCommand {
    record Take() implements PlainCommand {}

    /**
     * Hands over.
     *
     * @param to null when no member is meant
     */
    record Hand(@Nullable BareJid to) implements PlainCommand {}

    record Done() implements PlainCommand {}

    record Who() implements PlainCommand {}

    /** What the text asks for, or null when it is for the person. */
    static @Nullable PlainCommand of(String body, Alias alias, AliasBook book) {
        String text = body.strip();
        if (!text.startsWith("!") || text.indexOf('\n') >= 0) {
            return null;
        }
        String word = text.toLowerCase(Locale.ROOT);
        return switch (word) {
            case "!take" -> new Take();
            case "!done" -> new Done();
            case "!who" -> new Who();
            default ->
                    word.startsWith("!hand ")
                            ? new Hand(member(text.substring(6).strip(), alias, book))
                            : null;
        };
    }

    /** The one member of that address, name or localpart; null when it is none or not one. */
    private static @Nullable BareJid member(String named, Alias alias, AliasBook book) {
        List<BareJid> meant =
                alias.members().stream()
                        .filter(
                                member ->
                                        named.equalsIgnoreCase(member.toString())
                                                || named.equalsIgnoreCase(member.local())
                                                || named.equalsIgnoreCase(book.nameOf(member)))
                        .toList();
        return meant.size() == 1 ? meant.getFirst() : null;
    }
}
