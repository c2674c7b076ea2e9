package stoa.bench.scenario;

import java.util.stream.IntStream;

/**
 * How much of everything.
 *
 * @param seconds length of a measured window
 * @param warmUpSeconds the longest warm-up before it
 * @param pairs people who talk one to one, in pairs
 * @param sessions how many are idle at first, and are dropped at once
 * @param manySessions how many are idle in the end
 * @param phones how many idle phones, two of each person
 * @param bigRoom occupants of the big room
 * @param smallRooms how many rooms of ten
 * @param history messages in the archive before pages are asked for
 * @param restarts how often the server is killed
 */
public record Sizes(
        double seconds,
        double warmUpSeconds,
        int pairs,
        int sessions,
        int manySessions,
        int phones,
        int bigRoom,
        int smallRooms,
        long history,
        int restarts) {
    public static final int RATE = 500;
    public static final int MESSAGE_BYTES = 300;

    /** What the published table is measured with. */
    public static Sizes full(double seconds, long history) {
        return new Sizes(seconds, 20, 50, 1_000, 5_000, 10_000, 500, 100, history, 3);
    }

    /** Small enough for a minute a server; shows that everything works, not what it costs. */
    public static Sizes quick(double seconds) {
        return new Sizes(seconds, 1, 10, 100, 200, 400, 60, 10, 2_000, 1);
    }

    /** A few seconds: whether everything arrives, and nothing else. */
    public static Sizes smoke() {
        return new Sizes(0.2, 0, 4, 20, 40, 80, 20, 4, 500, 1);
    }

    /** The same with so many phones. */
    public Sizes withPhones(int number) {
        return new Sizes(
                seconds,
                warmUpSeconds,
                pairs,
                sessions,
                manySessions,
                number,
                bigRoom,
                smallRooms,
                history,
                restarts);
    }

    /** People who have the phones. */
    public int phoneOwners() {
        return Math.max(1, phones / 2);
    }

    /** Accounts needed. */
    public int accounts() {
        return IntStream.of(
                        60,
                        2 * pairs,
                        sessions,
                        manySessions,
                        phoneOwners(),
                        bigRoom,
                        smallRooms * 10)
                .max()
                .orElseThrow();
    }
}
