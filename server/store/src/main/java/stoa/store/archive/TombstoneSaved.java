package stoa.store.archive;

import stoa.core.journal.Change;
import stoa.store.Bytes;

/**
 * A message was retracted (XEP-0424 section 4): whoever reads a history gets the tombstone in its
 * place from now on. What was written stays in the archive, behind it.
 *
 * @param id the archive id of the message; a later tombstone takes the place of an earlier one
 * @param stanza the tombstone, as {@link ArchiveAppend#stanza}
 */
public record TombstoneSaved(long id, Bytes stanza) implements Change {
    @Override
    public int weightBytes() {
        return 256 + stanza.length();
    }
}
