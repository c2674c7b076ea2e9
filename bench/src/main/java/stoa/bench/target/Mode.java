package stoa.bench.target;

/** How a server is set up for a part of the run. */
public enum Mode {
    /** Every message is archived. */
    ARCHIVED("archive on"),
    /** Nothing is archived. */
    UNARCHIVED("archive off"),
    /**
     * The domain has 500 people and everybody's roster lists them all: ours only, no peer does it
     * by itself.
     */
    LISTED("500 people listed");

    private final String title;

    Mode(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
