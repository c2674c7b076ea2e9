package stoa.store.report;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Reads what people have reported, for the administrators of their domain. */
public interface AdministratorsReports {
    /** The most reports one {@link #list} returns. */
    int MAX_LISTED = 1_000;

    /** Before no report: the newest. */
    long NEWEST = Long.MAX_VALUE;

    /**
     * What the people of a domain have reported, newest first.
     *
     * @param beforeId only those before this one, {@link #NEWEST} for all
     * @param max at most this many, up to {@link #MAX_LISTED}
     */
    CompletionStage<List<Report>> list(String domain, long beforeId, int max);
}
