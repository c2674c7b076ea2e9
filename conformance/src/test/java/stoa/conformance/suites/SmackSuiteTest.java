package stoa.conformance.suites;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static stoa.conformance.wire.Connection.PATIENCE;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.igniterealtime.smack.inttest.Configuration;
import org.igniterealtime.smack.inttest.FailedTest;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework.TestRunResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;
import stoa.conformance.server.Setup;
import stoa.conformance.server.TestNames;
import stoa.conformance.server.TestServer;

/**
 * Smack's integration tests, all there are but those {@link SmackTests} names with the reason. Each
 * of the others must have run and passed. People's contact lists are their own here ({@code
 * roster.everyone_limit} is 0), as some tests are of RFC 6121's subscriptions, and some make
 * accounts of their own (XEP-0077).
 *
 * <p>{@code -Dstoa.smack.traffic=true} shows with a failure what went over the wires. It is off
 * otherwise, for Smack then reads and writes noticeably slower, and its threads race the more.
 */
@Tag("slow")
@TestInstance(Lifecycle.PER_CLASS)
class SmackSuiteTest {
    private static final boolean TRAFFIC = Boolean.getBoolean("stoa.smack.traffic");

    /**
     * How often a test may lose a race of Smack's own. On a busy machine some lose it more often
     * than not.
     */
    private static final int TRIES = 12;

    /** How long such a test waits for an answer: one that has lost waits in vain. */
    private static final Duration UNTIL_LOST = Duration.ofSeconds(10);

    /** The suite has its accounts made by an administrator (XEP-0133). */
    private static final Account ESCALUS = Account.of("escalus@example.org");

    private @Nullable PackagedServer server;
    private TestNames.@Nullable Held domain;

    @BeforeAll
    void start() {
        server =
                (PackagedServer)
                        TestServer.start(
                                Setup.of("example.org")
                                        .account(ESCALUS)
                                        .set("admins", "['" + ESCALUS.jid() + "']")
                                        .set("limits.enabled", "false")
                                        .set("roster.everyone_limit", "0")
                                        .set("xmpp.registration", "'open'"));
        domain = TestNames.at("example.org", server.endpoint().host());
    }

    @AfterAll
    void stop() {
        if (domain != null) {
            domain.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> none_of_them_fails() {
        Set<String> together = new TreeSet<>();
        List<DynamicTest> alone = new ArrayList<>();
        for (String test : SmackTests.all()) {
            if (SmackTests.RACES.containsKey(test)) {
                alone.add(dynamicTest(test + ", which may lose a race", () -> passesOnce(test)));
            } else if (SmackTests.APART.contains(SmackTests.classOf(test))) {
                alone.add(dynamicTest(test, () -> pass(Set.of(test))));
            } else if (!SmackTests.isLeftOut(test)) {
                together.add(test);
            }
        }
        return Stream.concat(
                Stream.of(
                        dynamicTest(
                                together.size() + " on the same accounts", () -> pass(together))),
                alone.stream());
    }

    @Test
    void whatever_is_named_is_there() {
        Set<String> all = SmackTests.all();
        Set<String> known = new TreeSet<>(all);
        all.forEach(test -> known.add(SmackTests.classOf(test)));
        assertThat(known)
                .containsAll(SmackTests.LEFT_OUT.keySet())
                .containsAll(SmackTests.APART)
                .containsAll(SmackTests.RACES.keySet());
    }

    private void pass(Set<String> tests) throws Exception {
        TestRunResult result = run(tests, PATIENCE);
        assertThat(result.getFailedTests()).extracting(SmackSuiteTest::whatHappened).isEmpty();
        assertThat(passed(result)).containsExactlyElementsOf(new TreeSet<>(tests));
    }

    /** Every failure is told, and that the last try was none. */
    private void passesOnce(String test) throws Exception {
        List<String> failures = new ArrayList<>();
        while (failures.size() < TRIES) {
            TestRunResult result = run(Set.of(test), UNTIL_LOST);
            if (passed(result).equals(Set.of(test))) {
                return;
            }
            result.getFailedTests().forEach(failed -> failures.add(whatHappened(failed)));
            assertThat(result.getFailedTests()).as("it ran").hasSize(1);
        }
        throw new AssertionError(String.join("\n", failures));
    }

    private static Set<String> passed(TestRunResult result) {
        return result.getSuccessfulTests().stream()
                .map(one -> SmackTests.name(one.concreteTest.getMethod()))
                .collect(toCollection(TreeSet::new));
    }

    private static String whatHappened(FailedTest failed) {
        String said = failed.concreteTest + ": " + failed.failureReason;
        return TRAFFIC ? said + "\n" + Traffic.between(failed.startTime, failed.endTime) : said;
    }

    /** The framework takes the host to dial, and whom to trust, from system properties only. */
    private TestRunResult run(Set<String> tests, Duration patience) throws Exception {
        Traffic.forget();
        Map<String, String> settings = settings(tests, patience);
        settings.forEach(System::setProperty);
        try {
            return new SmackIntegrationTestFramework(Configuration.newConfiguration(new String[0]))
                    .run();
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    private Map<String, String> settings(Set<String> tests, Duration patience) throws Exception {
        PackagedServer running = Objects.requireNonNull(server);
        Map<String, String> settings = new HashMap<>();
        settings.put("sinttest.service", "example.org");
        settings.put("sinttest.host", running.endpoint().host());
        settings.put("sinttest.securityMode", "required");
        settings.put("sinttest.accountRegistration", "serviceAdministration");
        settings.put("sinttest.adminAccountUsername", "escalus");
        settings.put("sinttest.adminAccountPassword", ESCALUS.password());
        settings.put("sinttest.replyTimeout", Long.toString(patience.toMillis()));
        // The others are the same streams to the server, by other classes of Smack's.
        settings.put("sinttest.enabledConnections", "tcp");
        settings.put("sinttest.enabledTests", String.join(",", tests));
        if (TRAFFIC) {
            settings.put("sinttest.debugger", Traffic.class.getName());
        }
        settings.put("javax.net.ssl.trustStore", trusting(running).toString());
        settings.put("javax.net.ssl.trustStorePassword", "changeit");
        return settings;
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
