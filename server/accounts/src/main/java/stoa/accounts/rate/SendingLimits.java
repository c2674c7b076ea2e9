package stoa.accounts.rate;

/**
 * What may be sent within a minute, by one account from all its clients and by all accounts of a
 * domain. What one session sends is slowed down before that, without an error.
 */
public record SendingLimits(Limits account, Limits domain) {
    /**
     * How many within a minute; 0 for any number. A whole minute's may come at once.
     *
     * @param messages of any type, to people and to rooms
     * @param presence available and subscriptions, joins included; becoming unavailable is free
     * @param joins presence that enters a room (XEP-0045 section 7.2)
     * @param stanzas of all kinds, but for answers to requests
     */
    public record Limits(int messages, int presence, int joins, int stanzas) {
        public static final Limits NONE = new Limits(0, 0, 0, 0);
    }

    public static final SendingLimits NONE = new SendingLimits(Limits.NONE, Limits.NONE);
}
