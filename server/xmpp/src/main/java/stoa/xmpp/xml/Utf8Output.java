package stoa.xmpp.xml;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing buffer of UTF-8, with XML's escapes. What XML 1.0 cannot carry at all (control
 * characters, halves of pairs) becomes U+FFFD, so that no text of ours ends somebody's stream.
 */
final class Utf8Output {
    private static final boolean[] PLAIN_IN_TEXT = new boolean[128];
    private static final boolean[] PLAIN_IN_ATTRIBUTE = new boolean[128];
    private static final boolean[] PLAIN_IN_MARKUP = new boolean[128];

    static {
        for (char c = 0x20; c < 128; c++) {
            PLAIN_IN_TEXT[c] = c != '<' && c != '>' && c != '&';
            PLAIN_IN_ATTRIBUTE[c] = PLAIN_IN_TEXT[c] && c != '\'';
        }
        PLAIN_IN_TEXT['\t'] = true;
        PLAIN_IN_TEXT['\n'] = true;
        Arrays.fill(PLAIN_IN_MARKUP, true);
    }

    /** Shorter strings are not worth a copy. */
    private static final int LONG = 32;

    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;

    byte[] bytes;
    int length;

    Utf8Output(int initialBytes) {
        bytes = new byte[initialBytes];
    }

    void ascii(char c) {
        ensure(1);
        bytes[length++] = (byte) c;
    }

    void text(String s) {
        write(s, PLAIN_IN_TEXT);
    }

    void attribute(String s) {
        write(s, PLAIN_IN_ATTRIBUTE);
    }

    void markup(String s) {
        write(s, PLAIN_IN_MARKUP);
    }

    void write(byte[] b, int from, int n) {
        ensure(n);
        System.arraycopy(b, from, bytes, length, n);
        length += n;
    }

    private void write(String s, boolean[] plain) {
        int n = s.length();
        if (n >= LONG && looksLatin(s)) {
            // others become question marks, and pairs of halves one of them
            byte[] latin = s.getBytes(StandardCharsets.ISO_8859_1);
            if (latin.length == n) {
                writeLong(s, latin, plain);
                return;
            }
        }
        write(s, 0, n, plain);
    }

    /**
     * Whether it is likely that Java keeps the string in bytes, of which a copy costs nearly
     * nothing.
     */
    private static boolean looksLatin(String s) {
        int last = s.length() - 1;
        return (s.charAt(0) | s.charAt(last / 2) | s.charAt(last)) <= 0xFF;
    }

    /** Eight characters at a time, up to the next that may not stand for itself, and that one. */
    private void writeLong(String s, byte[] latin, boolean[] plain) {
        int n = s.length();
        int i = 0;
        while (i < n) {
            int run = i;
            int then = n;
            while (run + 8 <= n) {
                long doubtful = doubtful((long) EIGHT.get(latin, run));
                if (doubtful != 0) {
                    run += Long.numberOfTrailingZeros(doubtful) / 8;
                    then = run + 1;
                    break;
                }
                run += 8;
            }
            write(latin, i, run - i);
            i = write(s, run, then, plain);
        }
    }

    /**
     * The high bits of those of the eight that are control characters, outside of ASCII, or one of
     * {@code &'} and {@code <=>?}: a few that stand for themselves among them, as these are cheap
     * to look for. Right up to the first of them.
     */
    private static long doubtful(long eight) {
        long controls = eight - 0x2020_2020_2020_2020L;
        long ampersands = (eight ^ 0x2626_2626_2626_2626L) & 0xFEFE_FEFE_FEFE_FEFEL;
        long brackets = (eight ^ 0x3C3C_3C3C_3C3C_3C3CL) & 0xFCFC_FCFC_FCFC_FCFCL;
        return (eight | controls | (ampersands - ONES) | (brackets - ONES)) & HIGH;
    }

    /** Writes the characters from there to the end, and perhaps some more; returns where it is. */
    private int write(String s, int from, int end, boolean[] plain) {
        int i = from;
        while (i < end) {
            ensure(end - i);
            byte[] out = bytes;
            int p = length;
            while (i < end) {
                char c = s.charAt(i);
                if (c >= 128 || !plain[c]) {
                    break;
                }
                out[p++] = (byte) c;
                i++;
            }
            length = p;
            if (i < end) {
                i = special(s, i);
            }
        }
        return i;
    }

    /** Writes the character at i, which does not stand for itself, and those like it behind. */
    private int special(String s, int i) {
        ensure(8);
        char c = s.charAt(i);
        if (c >= 128) {
            return encode(s, i);
        }
        switch (c) {
            case '<' -> escape("&lt;");
            case '>' -> escape("&gt;");
            case '&' -> escape("&amp;");
            case '\'' -> escape("&apos;");
            case '\r' -> escape("&#13;");
            case '\n' -> escape("&#10;");
            case '\t' -> escape("&#9;");
            default -> threeBytes('\uFFFD');
        }
        return i + 1;
    }

    private int encode(String s, int start) {
        int n = s.length();
        int i = start;
        ensure((n - i) * 3);
        while (i < n) {
            char c = s.charAt(i);
            if (c < 0x80) {
                return i;
            }
            i++;
            if (c < 0x800) {
                bytes[length++] = (byte) (0xC0 | (c >> 6));
                bytes[length++] = (byte) (0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                threeBytes(c >= 0xFFFE ? '\uFFFD' : c);
            } else if (Character.isHighSurrogate(c)
                    && i < n
                    && Character.isLowSurrogate(s.charAt(i))) {
                int cp = Character.toCodePoint(c, s.charAt(i));
                bytes[length++] = (byte) (0xF0 | (cp >> 18));
                bytes[length++] = (byte) (0x80 | ((cp >> 12) & 0x3F));
                bytes[length++] = (byte) (0x80 | ((cp >> 6) & 0x3F));
                bytes[length++] = (byte) (0x80 | (cp & 0x3F));
                i++;
            } else {
                threeBytes('\uFFFD');
            }
        }
        return i;
    }

    private void threeBytes(char c) {
        bytes[length++] = (byte) (0xE0 | (c >> 12));
        bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        bytes[length++] = (byte) (0x80 | (c & 0x3F));
    }

    private void escape(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
