package stoa.core.journal;

/** A change that gets an archive id when it is appended: its place in commit order. */
public interface Numbered extends Change {
    ArchiveSlot slot();
}
