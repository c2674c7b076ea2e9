package stoa.app.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.accounts.invite.InvitingPolicy;
import stoa.accounts.rate.SendingLimits;
import stoa.accounts.register.RegistrationPolicy;
import stoa.features.contact.ContactAddresses.Concern;
import stoa.features.extdisco.ExternalService;
import stoa.features.push.PushDetails;
import stoa.features.webpush.PushOrigin;
import stoa.webapi.launcher.HostOrigin;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;

/**
 * The configuration as the program uses it; every value is within its bounds.
 *
 * @param domains the domains served, the first is the default one
 * @param bind the address all listeners bind to
 * @param admins accounts with administrators' rights over the whole server
 * @param contacts whom to turn to about what
 * @param outageAddresses where clients read of outages
 * @param searchEnabled whether words are looked for in what is archived
 */
public record StoaConfig(
        List<DomainJid> domains,
        String bind,
        List<BareJid> admins,
        Map<Concern, List<URI>> contacts,
        List<URI> outageAddresses,
        Xmpp xmpp,
        Components components,
        Web web,
        Files files,
        Calls calls,
        Push push,
        Tls tls,
        Limits limits,
        boolean archiveEnabled,
        boolean searchEnabled,
        S2s s2s,
        @Nullable String storeUrl,
        Roster roster,
        SignIn signIn) {

    /** Ports are 0 for one that the system chooses; the line {@code stoa ready} tells it. */
    public record Xmpp(
            int port,
            int tlsPort,
            RegistrationPolicy registration,
            InvitingPolicy invitations,
            boolean allowPlaintext) {}

    /**
     * Components, and where they connect to; nothing is listened on when there are none.
     *
     * @param bind an IP address of this machine
     */
    public record Components(int port, String bind, List<ComponentSecret> all) {}

    /**
     * The web listener.
     *
     * @param demoPort plain HTTP on loopback, with {@code --demo} only
     * @param publicPort under which people reach {@code port}; 0 when it is the same
     * @param bosh whether it answers to BOSH (XEP-0124)
     * @param launcherOrigins whose pages may show the chat icon
     */
    public record Web(
            int port,
            int demoPort,
            int publicPort,
            boolean bosh,
            Set<HostOrigin> launcherOrigins) {}

    /**
     * How people are told who are not looking.
     *
     * @param details what push services are told (XEP-0357)
     * @param webServices the browser makers' push services that are posted to
     */
    public record Push(PushDetails details, List<PushOrigin> webServices) {}

    /**
     * What calls need.
     *
     * @param secret shared with the TURN servers, or null
     */
    public record Calls(List<ExternalService> services, @Nullable String secret) {}

    /**
     * Other servers. Times are in seconds.
     *
     * @param directTlsPort 0 for none
     * @param bind an IP address of this machine
     * @param domains those of ours that talk with others; empty: all
     * @param allow with whom; empty: with everybody
     * @param deny with whom not
     * @param dnsServers asked in place of the system's; empty: the system's
     * @param trust a PEM file with further authorities, or null
     */
    public record S2s(
            boolean enabled,
            int port,
            int directTlsPort,
            String bind,
            List<DomainJid> domains,
            List<DomainJid> allow,
            List<DomainJid> deny,
            S2sAuth auth,
            List<InetSocketAddress> dnsServers,
            @Nullable Path trust,
            int queueStanzas,
            int queueKb,
            int queueTotalKb,
            int connect,
            int patience,
            int retryFirst,
            int retryLongest) {}

    /** How another server's domain is proved. */
    public enum S2sAuth {
        DIALBACK,
        CERTIFICATE
    }

    /** Sharing files, in MiB, and for how many days they are kept: 0 for ever. */
    public record Files(int maxMb, int dailyMb, int keepDays) {}

    /**
     * The default certificate, or null for the self-signed one, and certificates of single domains.
     */
    public record Tls(
            @Nullable CertificateFiles defaultCertificate,
            Map<String, CertificateFiles> perDomain) {}

    /** A certificate chain and its key, both PEM. */
    public record CertificateFiles(Path certificate, Path key) {}

    /**
     * Limits on rates.
     *
     * @param enabled false lifts all of them for a load test
     * @param sending none when they are lifted
     */
    public record Limits(boolean enabled, SendingLimits sending) {}

    public record Roster(int everyoneLimit, String group) {}

    /**
     * Signing in.
     *
     * @param downgradeProtection whether SCRAM says what was offered (XEP-0474)
     * @param rememberClients how long after they were last seen (XEP-0494); zero for not at all
     * @param oauth whether people can let applications in (XEP-0493)
     */
    public record SignIn(
            ChannelBinding channelBinding,
            boolean downgradeProtection,
            Duration rememberClients,
            boolean oauth) {}

    /** What is done about SASL channel binding. */
    public enum ChannelBinding {
        OFF,
        OFFER,
        REQUIRE
    }
}
