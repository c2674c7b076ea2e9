package stoa.store.notice;

import stoa.core.journal.Change;

/** A domain's notice of that kind is now this. */
public record NoticeSaved(Notice notice) implements Change {
    @Override
    public int weightBytes() {
        return 256 + 3 * notice.text().length();
    }
}
