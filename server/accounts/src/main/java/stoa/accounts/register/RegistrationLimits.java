package stoa.accounts.register;

/**
 * How often what may be done within an hour; 0 for any number. An invitation's own count is its
 * limit, so accounts made with one are not counted.
 *
 * @param failuresPerNetwork requests refused to one address or IPv6 network, so that nobody tries
 *     out which user names there are
 * @param accountsPerNetwork accounts made from one address or IPv6 network without an invitation
 * @param accountsPerDomain accounts made in one domain without an invitation
 * @param passwordsPerAccount password changes of one account
 */
public record RegistrationLimits(
        int failuresPerNetwork,
        int accountsPerNetwork,
        int accountsPerDomain,
        int passwordsPerAccount) {
    public static final RegistrationLimits DEFAULTS = new RegistrationLimits(30, 5, 300, 20);

    /** For a load test ({@code limits.enabled}). */
    public static final RegistrationLimits NONE = new RegistrationLimits(0, 0, 0, 0);
}
