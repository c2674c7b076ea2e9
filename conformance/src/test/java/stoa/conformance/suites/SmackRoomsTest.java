package stoa.conformance.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static stoa.conformance.wire.Connection.PATIENCE;

import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
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
                            Map.entry("service", "example.org"),
                            Map.entry("host", server.endpoint().host()),
                            Map.entry("serviceTlsPin", pin(server)),
                            Map.entry("securityMode", "required"),
                            Map.entry("accountRegistration", "disabled"),
                            Map.entry("accountOneUsername", "one"),
                            Map.entry("accountOnePassword", one.password()),
                            Map.entry("accountTwoUsername", "two"),
                            Map.entry("accountTwoPassword", two.password()),
                            Map.entry("accountThreeUsername", "three"),
                            Map.entry("accountThreePassword", three.password()),
                            Map.entry("replyTimeout", Long.toString(PATIENCE.toMillis())),
                            Map.entry("enabledConnections", "tcp"),
                            Map.entry("enabledTests", CLASSES));

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

    /** The framework takes the host to dial from system properties only. */
    private static SmackIntegrationTestFramework.TestRunResult run(Map<String, String> settings)
            throws Exception {
        settings.forEach((key, value) -> System.setProperty("sinttest." + key, value));
        try {
            return new SmackIntegrationTestFramework(Configuration.newConfiguration(new String[0]))
                    .run();
        } finally {
            settings.keySet().forEach(key -> System.clearProperty("sinttest." + key));
        }
    }

    /** What the server's own certificate is known by. */
    private static String pin(PackagedServer server) throws Exception {
        try (InputStream pem =
                Files.newInputStream(server.data().resolve("tls").resolve("self-signed.pem"))) {
            byte[] certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(pem).getEncoded();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate);
            return "CERTSHA256:" + HexFormat.of().formatHex(hash);
        }
    }
}
