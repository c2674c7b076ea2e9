package stoa.conformance.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.conformance.wire.Connection.PATIENCE;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.igniterealtime.smack.inttest.Configuration;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework;
import org.igniterealtime.smack.inttest.TestNotPossible;
import org.junit.jupiter.api.Test;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestServer;

/**
 * Smack's integration tests of XEP-0045: every class but the one that needs accounts registered in
 * band. None of them fails, and none is left out for something the server does not offer.
 */
class SmackRoomsTest {
    private static final String CLASSES =
            Stream.of(
                            "MultiUserChatEntity",
                            "MultiUserChat",
                            "MultiUserChatOccupant",
                            "MultiUserChatRolesAffiliationsPrivileges",
                            "ParticipantStatus",
                            "UserStatus")
                    .map(name -> "org.jivesoftware.smackx.muc." + name + "IntegrationTest")
                    .collect(Collectors.joining(","));

    @Test
    void all_of_them_pass() throws Exception {
        Account one = Account.of("one@example.org");
        Account two = Account.of("two@example.org");
        Account three = Account.of("three@example.org");
        try (PackagedServer server =
                (PackagedServer)
                        TestServer.start(
                                Setup.of("example.org")
                                        .account(one)
                                        .account(two)
                                        .account(three)
                                        .set("limits.enabled", "false"))) {
            Map<String, String> settings =
                    Map.ofEntries(
                            Map.entry("sinttest.service", "example.org"),
                            Map.entry("sinttest.host", server.endpoint().host()),
                            Map.entry("sinttest.securityMode", "required"),
                            Map.entry("sinttest.accountRegistration", "disabled"),
                            Map.entry("sinttest.accountOneUsername", "one"),
                            Map.entry("sinttest.accountOnePassword", one.password()),
                            Map.entry("sinttest.accountTwoUsername", "two"),
                            Map.entry("sinttest.accountTwoPassword", two.password()),
                            Map.entry("sinttest.accountThreeUsername", "three"),
                            Map.entry("sinttest.accountThreePassword", three.password()),
                            Map.entry("sinttest.replyTimeout", Long.toString(PATIENCE.toMillis())),
                            Map.entry("sinttest.enabledConnections", "tcp"),
                            Map.entry("sinttest.enabledTests", CLASSES),
                            Map.entry("javax.net.ssl.trustStore", trusting(server).toString()),
                            Map.entry("javax.net.ssl.trustStorePassword", "changeit"));

            SmackIntegrationTestFramework.TestRunResult result = run(settings);

            assertThat(result.getFailedTests())
                    .extracting(failed -> failed.concreteTest + ": " + failed.failureReason)
                    .isEmpty();
            assertThat(result.getNotPossibleTests()).extracting(SmackRoomsTest::reason).isEmpty();
            assertThat(result.getImpossibleTestClasses()).isEmpty();
            assertThat(result.getSuccessfulTests()).hasSizeGreaterThanOrEqualTo(55);
        }
    }

    private static String reason(TestNotPossible left) {
        return left.concreteTest + ": " + left.testNotPossibleException.getMessage();
    }

    /** The framework takes the host to dial, and whom to trust, from system properties only. */
    private static SmackIntegrationTestFramework.TestRunResult run(Map<String, String> settings)
            throws Exception {
        settings.forEach(System::setProperty);
        try {
            return new SmackIntegrationTestFramework(Configuration.newConfiguration(new String[0]))
                    .run();
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    /** A store of the server's own certificate alone, beside its data. */
    private static Path trusting(PackagedServer server) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem =
                Files.newInputStream(server.data().resolve("tls").resolve("self-signed.pem"))) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        Path store = server.data().resolveSibling("trusted.p12");
        try (OutputStream out = Files.newOutputStream(store)) {
            trusted.store(out, "changeit".toCharArray());
        }
        return store;
    }
}
