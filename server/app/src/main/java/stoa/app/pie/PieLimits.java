package stoa.app.pie;

/**
 * What one file may make the import hold. What is larger than its own limit is left out and told;
 * what no sound file has (the last four) ends the reading.
 *
 * @param stanzaBytes a message of an archive or an offline message, in characters of its XML
 * @param elementBytes any other child of a user, such as a roster or a node's items
 * @param userBytes all children of one user together but for the archive
 * @param depth elements within each other inside a user's child
 * @param tokenBytes a tag or another piece of markup, in bytes of the file
 * @param names different names of elements and attributes in all files
 * @param nesting elements within each other that are passed over
 * @param includes files that include each other
 */
record PieLimits(
        int stanzaBytes,
        int elementBytes,
        int userBytes,
        int depth,
        int tokenBytes,
        int names,
        int nesting,
        int includes) {
    static final PieLimits DEFAULTS =
            new PieLimits(512 << 10, 16 << 20, 48 << 20, 64, 24 << 20, 50_000, 1_000, 8);
}
