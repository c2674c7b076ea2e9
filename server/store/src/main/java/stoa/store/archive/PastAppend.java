package stoa.store.archive;

import stoa.core.journal.Change;

/**
 * A message of another server's archive is put where its time belongs: its id lies behind those
 * that were given already. Only while nothing is served, and never by the journal, which gives ids
 * in the order of commits: the history index is of another archive from then on, and is built anew
 * when the store is opened next.
 *
 * @param message its slot is set, to an id that no message has
 */
public record PastAppend(ArchiveAppend message) implements Change {
    @Override
    public int weightBytes() {
        return message.weightBytes();
    }
}
