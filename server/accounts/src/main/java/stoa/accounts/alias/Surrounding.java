package stoa.accounts.alias;

import java.time.InstantSource;
import stoa.accounts.people.AliasBook;
import stoa.accounts.people.Directory;
import stoa.core.route.BlockLists;

/**
 * What an alias' rules may look at besides its own state: safe to read on any thread, never
 * blocking.
 *
 * @param archiveEnabled whether messages are stored; false is a load-test aid
 */
record Surrounding(
        AliasBook book,
        Directory directory,
        BlockLists blocks,
        InstantSource clock,
        boolean archiveEnabled) {}
