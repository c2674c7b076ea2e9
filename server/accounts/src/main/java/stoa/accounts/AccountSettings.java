package stoa.accounts;

import stoa.accounts.rate.SendingLimits;

/**
 * The options of accounts.
 *
 * @param archiveEnabled whether messages are stored; false is a load-test aid ({@code
 *     archive.enabled})
 * @param everyoneGroup the roster group of the domain's people
 * @param resourceLimit resources one account may have connected; one more is refused
 * @param contactLimit contacts one roster may hold; one more is refused
 * @param directedLimit addresses one resource may have shown itself to directly; one more is
 *     refused
 * @param blockLimit items one block list may hold; more are refused
 * @param sending what may be sent within a minute
 */
public record AccountSettings(
        boolean archiveEnabled,
        String everyoneGroup,
        int resourceLimit,
        int contactLimit,
        int directedLimit,
        int blockLimit,
        SendingLimits sending) {
    public static final AccountSettings DEFAULTS =
            new AccountSettings(true, "Everybody", 100, 10_000, 1_000, 1_000, SendingLimits.NONE);

    public AccountSettings withArchive(boolean enabled) {
        return new AccountSettings(
                enabled,
                everyoneGroup,
                resourceLimit,
                contactLimit,
                directedLimit,
                blockLimit,
                sending);
    }

    public AccountSettings withBlockLimit(int items) {
        return new AccountSettings(
                archiveEnabled,
                everyoneGroup,
                resourceLimit,
                contactLimit,
                directedLimit,
                items,
                sending);
    }

    public AccountSettings withEveryoneGroup(String group) {
        return new AccountSettings(
                archiveEnabled,
                group,
                resourceLimit,
                contactLimit,
                directedLimit,
                blockLimit,
                sending);
    }

    public AccountSettings withSending(SendingLimits limits) {
        return new AccountSettings(
                archiveEnabled,
                everyoneGroup,
                resourceLimit,
                contactLimit,
                directedLimit,
                blockLimit,
                limits);
    }
}
