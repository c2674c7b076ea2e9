package stoa.accounts.people;

/**
 * 64 bits of two texts: FNV-1a with a final mix. Spreads well; not for secrets, and not against
 * somebody who looks for collisions.
 */
public final class Hash64 {
    private Hash64() {}

    public static long of(String one, String other) {
        long hash = over(0xcbf29ce484222325L, one);
        hash = (hash ^ 0xffff) * 0x100000001b3L; // the border: "ab","c" is not "a","bc"
        hash = over(hash, other);
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        hash *= 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    private static long over(long start, String text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
