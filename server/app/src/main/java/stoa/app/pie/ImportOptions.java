package stoa.app.pie;

/**
 * How an import treats what is there.
 *
 * @param dryRun everything is read and compared, and nothing is written
 * @param replace accounts that exist are not passed over: what the file has of them takes the place
 *     of what they have; histories only grow
 */
public record ImportOptions(boolean dryRun, boolean replace) {}
