package stoa.core.hook;

/**
 * A feature, as a rule one XEP: a package of its own that core knows nothing of. One line in the
 * server's assembly installs it: {@code hooks.install(new Carbons(…))}.
 */
public interface Feature {
    /** What it builds and advertises. Called once, before {@link #install}. */
    Descriptor describe();

    /**
     * Joins the hooks. Called once, while the server is put together, before any listener opens.
     */
    void install(Hooks hooks);
}
