package stoa.xmpp.stream;

/** The character classes of XML 1.0 and strict UTF-8 decoding. Tables only. */
final class XmlChars {
    /** ASCII characters that stand for themselves in an attribute value, both quotes excepted. */
    static final boolean[] PLAIN_IN_ATTRIBUTE = new boolean[128];

    /**
     * ASCII characters that stand for themselves in character data, whatever stands beside them.
     */
    static final boolean[] PLAIN_IN_TEXT = new boolean[128];

    private static final boolean[] NAME_START = new boolean[128];
    private static final boolean[] NAME = new boolean[128];

    static {
        for (char c = 0x20; c < 128; c++) {
            PLAIN_IN_ATTRIBUTE[c] = c != '<' && c != '&' && c != '\'' && c != '"';
            PLAIN_IN_TEXT[c] = c != '<' && c != '&' && c != '>';
        }
        PLAIN_IN_TEXT['\n'] = true;
        PLAIN_IN_TEXT['\t'] = true;
        for (char c = 'a'; c <= 'z'; c++) {
            NAME_START[c] = true;
            NAME_START[Character.toUpperCase(c)] = true;
        }
        NAME_START['_'] = true;
        System.arraycopy(NAME_START, 0, NAME, 0, 128);
        for (char c = '0'; c <= '9'; c++) {
            NAME[c] = true;
        }
        NAME['-'] = true;
        NAME['.'] = true;
    }

    private XmlChars() {}

    static boolean isSpace(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** XML 1.0 section 2.2, Char. */
    static boolean isChar(int c) {
        return c >= 0x20
                ? c <= 0xD7FF || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF)
                : c == '\t' || c == '\n' || c == '\r';
    }

    static boolean isAsciiName(byte c) {
        return NAME[c];
    }

    /** What a name may begin with, without the colon; see {@link NameChars}. */
    static boolean isNameStart(int c) {
        return c < 128 ? NAME_START[c] : NameChars.isStart(c);
    }

    /** What a name may go on with, without the colon. */
    static boolean isName(int c) {
        return c < 128 ? NAME[c] : NameChars.isPart(c);
    }

    /** How many bytes a character takes whose first byte this is; 0 for no first byte at all. */
    static int sequenceLength(byte first) {
        int c = first & 0xFF;
        if (c < 0x80) {
            return 1;
        }
        if (c < 0xC2) {
            return 0; // a continuation byte, or an overlong form
        }
        return c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
    }

    /** True when a character cut off by the end of the bytes can still become a good one. */
    static boolean mayContinue(byte[] b, int i, int end) {
        for (int k = i + 1; k < end; k++) {
            if ((b[k] & 0xC0) != 0x80) {
                return false;
            }
        }
        return true;
    }

    /**
     * Decodes the character at i, whose length is n (RFC 3629): -1 for overlong forms, surrogates,
     * broken continuations and values above U+10FFFF.
     */
    static int decode(byte[] b, int i, int n) {
        int c = b[i] & 0xFF;
        if (n == 1) {
            return c;
        }
        int second = b[i + 1];
        if ((second & 0xC0) != 0x80) {
            return -1;
        }
        if (n == 2) {
            return (c & 0x1F) << 6 | (second & 0x3F);
        }
        int third = b[i + 2];
        if ((third & 0xC0) != 0x80) {
            return -1;
        }
        if (n == 3) {
            int value = (c & 0x0F) << 12 | (second & 0x3F) << 6 | (third & 0x3F);
            return value < 0x800 || (value >= 0xD800 && value <= 0xDFFF) ? -1 : value;
        }
        int fourth = b[i + 3];
        if ((fourth & 0xC0) != 0x80) {
            return -1;
        }
        int value =
                (c & 0x07) << 18 | (second & 0x3F) << 12 | (third & 0x3F) << 6 | (fourth & 0x3F);
        return value < 0x10000 || value > 0x10FFFF ? -1 : value;
    }
}
