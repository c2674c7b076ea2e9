package stoa.bench.client;

import java.nio.charset.StandardCharsets;

/** Searches in a range of bytes; the needles are short and the ranges one stanza. */
public final class Bytes {
    private Bytes() {}

    public static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] b, int start, int end) {
        return new String(b, start, end - start, StandardCharsets.UTF_8);
    }

    /** Index of the first {@code c} in the range, or -1. */
    public static int indexOf(byte[] b, int start, int end, char c) {
        for (int i = start; i < end; i++) {
            if (b[i] == c) {
                return i;
            }
        }
        return -1;
    }

    /** Index of the first {@code needle} in the range, or -1. */
    public static int indexOf(byte[] b, int start, int end, byte[] needle) {
        int last = end - needle.length;
        outer:
        for (int i = start; i <= last; i++) {
            if (b[i] != needle[0]) {
                continue;
            }
            for (int k = 1; k < needle.length; k++) {
                if (b[i + k] != needle[k]) {
                    continue outer;
                }
            }
            return i;
        }
        return -1;
    }

    public static boolean contains(byte[] b, int start, int end, byte[] needle) {
        return indexOf(b, start, end, needle) >= 0;
    }

    /**
     * The value of the first attribute {@code name} in the text, unescaped, or "" when there is
     * none.
     */
    public static String attribute(String text, String name) {
        int from = 0;
        while (true) {
            int at = text.indexOf(name + "=", from);
            if (at < 0) {
                return "";
            }
            if (at > 0 && text.charAt(at - 1) == ' ') {
                int open = at + name.length() + 1;
                int close = text.indexOf(text.charAt(open), open + 1);
                return unescape(text.substring(open + 1, close));
            }
            from = at + 1;
        }
    }

    /** The text between {@code open} and the next {@code <}, or "" when there is none. */
    public static String textAfter(String text, String open) {
        int at = text.indexOf(open);
        if (at < 0) {
            return "";
        }
        int from = at + open.length();
        return unescape(text.substring(from, text.indexOf('<', from)));
    }

    private static String unescape(String text) {
        return text.indexOf('&') < 0
                ? text
                : text.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&apos;", "'")
                        .replace("&quot;", "\"")
                        .replace("&amp;", "&");
    }
}
