package stoa.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stoa.features.contact.ContactAddresses.Concern;
import stoa.features.extdisco.ExternalService;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;

/**
 * The configuration as the program uses it; every value is within its bounds.
 *
 * @param domains the domains served, the first is the default one
 * @param bind the address all listeners bind to
 * @param admins accounts with administrators' rights over the whole server
 * @param contacts whom to turn to about what
 */
public record StoaConfig(
        List<DomainJid> domains,
        String bind,
        List<BareJid> admins,
        Map<Concern, List<URI>> contacts,
        Xmpp xmpp,
        Components components,
        Web web,
        Files files,
        Calls calls,
        Tls tls,
        boolean limitsEnabled,
        boolean archiveEnabled,
        boolean s2sEnabled,
        @Nullable String storeUrl,
        Roster roster,
        ChannelBinding channelBinding) {

    /** Ports are 0 for one that the system chooses; the line {@code stoa ready} tells it. */
    public record Xmpp(
            int port, int tlsPort, int s2sPort, boolean registration, boolean allowPlaintext) {}

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
     */
    public record Web(int port, int demoPort, int publicPort) {}

    /**
     * What calls need.
     *
     * @param secret shared with the TURN servers, or null
     */
    public record Calls(List<ExternalService> services, @Nullable String secret) {}

    /** Sharing files, in MiB. */
    public record Files(int maxMb, int dailyMb) {}

    /**
     * The default certificate, or null for the self-signed one, and certificates of single domains.
     */
    public record Tls(
            @Nullable CertificateFiles defaultCertificate,
            Map<String, CertificateFiles> perDomain) {}

    /** A certificate chain and its key, both PEM. */
    public record CertificateFiles(Path certificate, Path key) {}

    public record Roster(int everyoneLimit, String group) {}

    /** What is done about SASL channel binding. */
    public enum ChannelBinding {
        OFF,
        OFFER,
        REQUIRE
    }
}
