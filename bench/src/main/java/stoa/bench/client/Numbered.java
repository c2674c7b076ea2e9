package stoa.bench.client;

/**
 * A stanza whose number is patched in before each sending. The number stands in the id, the
 * origin-id and, between tildes, in the body: {@code ~SENDER.000000042~}, where the receiver finds
 * it. Nothing else a server sends holds a tilde before it.
 */
public final class Numbered {
    private static final int DIGITS = 9;
    private static final String HOLE = "#".repeat(DIGITS);

    private final byte[] bytes;
    private final int[] holes;

    private Numbered(String text, int count) {
        this.bytes = Bytes.of(text);
        this.holes = new int[count];
        int at = -1;
        for (int i = 0; i < count; i++) {
            at = text.indexOf(HOLE, at + 1);
            holes[i] = at;
        }
    }

    /**
     * A chat or groupchat message.
     *
     * @param run tells the ids of this load from every other load's, so that no resend is suspected
     * @param size length of the whole stanza in bytes; longer when the addresses leave no room
     */
    public static Numbered message(String to, String type, String run, int sender, int size) {
        String id = run + "-" + sender + "-" + HOLE;
        String head =
                "<message to='"
                        + to
                        + "' type='"
                        + type
                        + "' id='"
                        + id
                        + "'><body>~"
                        + sender
                        + "."
                        + HOLE
                        + "~ ";
        String tail = "</body><origin-id xmlns='urn:xmpp:sid:0' id='" + id + "'/></message>";
        String padding = "the quick brown fox jumps over the lazy dog, again and again; ";
        int room = Math.max(0, size - head.length() - tail.length());
        String filler = padding.repeat(room / padding.length() + 1).substring(0, room);
        return new Numbered(head + filler + tail, 3);
    }

    /** A presence whose status text is the number. */
    public static Numbered presence(int sender) {
        return around("<presence><show>away</show><status>", sender, "</status></presence>");
    }

    /** The number between two texts. */
    public static Numbered around(String before, int sender, String after) {
        return new Numbered(before + "~" + sender + "." + HOLE + "~" + after, 1);
    }

    /**
     * What the echo and the relay get: an empty element of this size, with the number between
     * tildes.
     */
    public static Numbered line(int sender, int size) {
        return line(sender, "echo", size);
    }

    public static Numbered line(int sender, String name, int size) {
        String head = "<" + name + " a='~" + sender + "." + HOLE + "~";
        return new Numbered(head + "x".repeat(size - head.length() - 3) + "'/>", 1);
    }

    /** The message with this number; the same array every time, overwritten by the next call. */
    public byte[] bytes(long number) {
        for (int hole : holes) {
            long rest = number;
            for (int i = DIGITS - 1; i >= 0; i--) {
                bytes[hole + i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
        }
        return bytes;
    }

    /**
     * A sender and a number found in a stanza, packed as {@code sender << 32 | number}; -1 when it
     * holds none.
     */
    public static long find(byte[] b, int start, int end) {
        int open = Bytes.indexOf(b, start, end, '~');
        if (open < 0) {
            return -1;
        }
        long sender = 0;
        int i = open + 1;
        for (; i < end && b[i] != '.'; i++) {
            sender = sender * 10 + b[i] - '0';
        }
        long number = 0;
        for (i++; i < end && b[i] != '~'; i++) {
            number = number * 10 + b[i] - '0';
        }
        return sender << 32 | number;
    }

    public static int sender(long found) {
        return (int) (found >>> 32);
    }

    public static long number(long found) {
        return found & 0xffffffffL;
    }
}
