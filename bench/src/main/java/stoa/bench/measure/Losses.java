package stoa.bench.measure;

/** Messages that never came, came more than once, or came after a later one of the same sender. */
public record Losses(long missing, long doubled, long outOfOrder) {
    public static final Losses NONE = new Losses(0, 0, 0);

    public Losses plus(Losses other) {
        return new Losses(
                missing + other.missing, doubled + other.doubled, outOfOrder + other.outOfOrder);
    }

    public boolean any() {
        return missing != 0 || doubled != 0 || outOfOrder != 0;
    }

    @Override
    public String toString() {
        return missing + " missing, " + doubled + " doubled, " + outOfOrder + " out of order";
    }
}
