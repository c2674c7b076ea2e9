package stoa.webapi.oauth;

/**
 * How often something may be asked of the provider within an hour; 0 for any number.
 *
 * @param registrations of one address, or its IPv6 network
 * @param failures refused codes and tokens of one address, or its IPv6 network
 * @param consents codes given for one account
 */
public record OAuthLimits(int registrations, int failures, int consents) {
    public static final OAuthLimits DEFAULTS = new OAuthLimits(20, 60, 30);
    public static final OAuthLimits NONE = new OAuthLimits(0, 0, 0);
}
