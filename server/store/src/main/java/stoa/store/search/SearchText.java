package stoa.store.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is looked for: a message has it when it has all of the parts, each a word or, between
 * quotation marks, a phrase. There is no other syntax: an asterisk, a minus or the word AND mean
 * themselves, and so does a quotation mark that has no second one.
 *
 * @param parts none of them blank; none when there is nothing to look for
 */
public record SearchText(List<String> parts) {
    /** The longest text, in characters (code points). */
    public static final int MAX_CHARS = 256;

    /** The most words; those of a phrase count each. */
    public static final int MAX_WORDS = 16;

    /** A phrase between any two quotation marks, or a word. */
    private static final Pattern PART =
            Pattern.compile(
                    "[\"\u201c\u201d\u201e]([^\"\u201c\u201d\u201e]*)[\"\u201c\u201d\u201e]"
                            + "|([^\\s\"\u201c\u201d\u201e]+)",
                    Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    public SearchText {
        parts = List.copyOf(parts);
    }

    /** What a text turned out to be. */
    public sealed interface Read {}

    /** One to look for. */
    public record Good(SearchText text) implements Read {}

    /** One beyond the limits, and why in words. */
    public record TooMuch(String why) implements Read {}

    /** Reads what somebody wrote. */
    public static Read read(String text) {
        if (text.codePointCount(0, text.length()) > MAX_CHARS) {
            return new TooMuch("Look for at most " + MAX_CHARS + " characters.");
        }
        List<String> parts = new ArrayList<>();
        int words = 0;
        Matcher matcher = PART.matcher(text);
        while (matcher.find()) {
            String phrase = matcher.group(1);
            String part = (phrase == null ? matcher.group(2) : phrase).strip();
            if (!part.isEmpty()) {
                parts.add(part);
                words += SPACE.split(part).length;
            }
        }
        return words > MAX_WORDS
                ? new TooMuch("Look for at most " + MAX_WORDS + " words.")
                : new Good(new SearchText(parts));
    }
}
