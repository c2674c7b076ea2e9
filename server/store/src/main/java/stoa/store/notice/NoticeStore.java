package stoa.store.notice;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Reads notices. */
public interface NoticeStore {
    /** All there are, at most two a domain, by domain and kind. */
    CompletionStage<List<Notice>> all();
}
