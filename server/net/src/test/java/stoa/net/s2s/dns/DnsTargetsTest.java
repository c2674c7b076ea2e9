package stoa.net.s2s.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stoa.net.loop.VertxLoops;

/** RFC 6120 section 3.2 and XEP-0368 against a server of the DNS on loopback. */
class DnsTargetsTest {
    private static final String PLAIN = "_xmpp-server._tcp.montague.test";
    private static final String DIRECT = "_xmpps-server._tcp.montague.test";

    /**
     * For questions that get no answer. What is answered must be so within this, also while the
     * machine stalls.
     */
    private static final Duration SHORT = Duration.ofSeconds(3);

    private final Vertx vertx = VertxLoops.newVertx(2);
    private final VertxLoops loops = new VertxLoops(vertx);
    private final DnsServer dns = new DnsServer(loops);
    private final AtomicLong nanos = new AtomicLong();
    private final Random random = new Random(3);
    private DnsTargets targets;

    @BeforeEach
    void open() {
        targets = asking(List.of(dns.address()), Duration.ofSeconds(10));
    }

    private DnsTargets asking(List<InetSocketAddress> servers, Duration timeout) {
        return new DnsTargets(
                loops, new DnsSettings(servers, timeout), nanos::get, random::nextInt);
    }

    @AfterEach
    void close() throws Exception {
        targets.close();
        dns.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private CompletableFuture<List<Target>> asked(String domain) {
        return targets.resolve(domain).toCompletableFuture();
    }

    /** As {@code host address:port}, with {@code tls} at the end for direct TLS. */
    private List<String> resolved(String domain) throws Exception {
        return asked(domain).get(30, TimeUnit.SECONDS).stream()
                .map(
                        one ->
                                one.host()
                                        + " "
                                        + one.address().getAddress().getHostAddress()
                                        + ":"
                                        + one.address().getPort()
                                        + (one.directTls() ? " tls" : ""))
                .toList();
    }

    private DnsFailure failure(String domain) {
        var found = new ArrayList<DnsFailure>();
        assertThatThrownBy(() -> asked(domain).get(30, TimeUnit.SECONDS))
                .satisfies(thrown -> found.add((DnsFailure) thrown.getCause()));
        return found.getFirst();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void services_with_and_without_direct_tls_are_one_set_in_the_order_of_their_priorities()
            throws Exception {
        dns.srv(PLAIN, 300, 5, 0, 5269, "one.host.test")
                .srv(DIRECT, 300, 10, 0, 5270, "two.host.test")
                .srv(PLAIN, 300, 20, 0, 5271, "one.host.test")
                .srv(DIRECT, 300, 1, 0, 443, "one.host.test")
                .address("one.host.test", 300, "192.0.2.1")
                .address("two.host.test", 300, "192.0.2.2");

        assertThat(resolved("Montague.test"))
                .containsExactly(
                        "one.host.test 192.0.2.1:443 tls",
                        "one.host.test 192.0.2.1:5269",
                        "two.host.test 192.0.2.2:5270 tls",
                        "one.host.test 192.0.2.1:5271");
    }

    @Test
    void a_hosts_addresses_of_both_families_take_turns_and_the_newer_one_begins() throws Exception {
        dns.srv(PLAIN, 300, 5, 0, 5269, "host.test")
                .address("host.test", 300, "192.0.2.1")
                .address("host.test", 300, "192.0.2.2")
                .address("host.test", 300, "192.0.2.3")
                .address("host.test", 300, "2001:db8::1")
                .address("host.test", 300, "2001:db8::2");

        assertThat(resolved("montague.test"))
                .containsExactly(
                        "host.test 2001:db8:0:0:0:0:0:1:5269",
                        "host.test 192.0.2.1:5269",
                        "host.test 2001:db8:0:0:0:0:0:2:5269",
                        "host.test 192.0.2.2:5269",
                        "host.test 192.0.2.3:5269");
    }

    @Test
    void a_domain_without_srv_records_is_reached_at_its_own_addresses() throws Exception {
        dns.address("montague.test", 300, "192.0.2.7").address("montague.test", 300, "2001:db8::7");

        assertThat(resolved("montague.test"))
                .containsExactly(
                        "montague.test 2001:db8:0:0:0:0:0:7:5269", "montague.test 192.0.2.7:5269");
    }

    @Test
    void where_srv_records_exist_the_domains_own_addresses_do_not_count() throws Exception {
        dns.srv(PLAIN, 300, 5, 0, 5269, "gone.test").address("montague.test", 300, "192.0.2.7");

        assertThat(resolved("montague.test")).isEmpty();
    }

    @Test
    void a_dot_says_that_there_is_no_such_service() throws Exception {
        dns.srv(PLAIN, 300, 0, 0, 0, ".").address("montague.test", 300, "192.0.2.7");

        assertThat(resolved("montague.test")).isEmpty();
        assertThat(dns.asked()).doesNotContain("montague.test A");
    }

    @Test
    void a_dot_for_direct_tls_says_nothing_about_starttls() throws Exception {
        dns.srv(DIRECT, 300, 0, 0, 0, ".")
                .srv(PLAIN, 300, 0, 0, 5269, "host.test")
                .address("host.test", 300, "192.0.2.1");

        assertThat(resolved("montague.test")).containsExactly("host.test 192.0.2.1:5269");
    }

    @Test
    void a_domain_may_have_direct_tls_alone() throws Exception {
        dns.srv(PLAIN, 300, 0, 0, 0, ".")
                .srv(DIRECT, 300, 0, 0, 5270, "host.test")
                .address("host.test", 300, "192.0.2.1");

        assertThat(resolved("montague.test")).containsExactly("host.test 192.0.2.1:5270 tls");
    }

    @Test
    void a_domain_that_does_not_exist_has_no_targets() throws Exception {
        assertThat(resolved("nobody.test")).isEmpty();
    }

    @Test
    void what_no_name_can_be_is_not_asked_for() throws Exception {
        assertThat(resolved("a".repeat(64) + ".test")).isEmpty();
        assertThat(resolved("two..dots.test")).isEmpty();
        assertThat(resolved(("a".repeat(62) + ".").repeat(4) + "test")).isEmpty();
        assertThat(dns.asked()).isEmpty();
    }

    @Test
    void a_name_with_room_for_itself_but_not_for_its_services_is_asked_for_itself()
            throws Exception {
        String longest = ("a".repeat(59) + ".").repeat(4) + "b.test";
        dns.address(longest, 300, "192.0.2.7");

        assertThat(resolved(longest)).containsExactly(longest + " 192.0.2.7:5269");
        assertThat(dns.asked()).containsExactlyInAnyOrder(longest + " A", longest + " AAAA");
    }

    @Test
    void literals_of_addresses_stand_for_themselves() throws Exception {
        assertThat(resolved("192.0.2.9")).containsExactly("192.0.2.9 192.0.2.9:5269");
        assertThat(resolved("[2001:db8::9]"))
                .containsExactly("[2001:db8::9] 2001:db8:0:0:0:0:0:9:5269");
        assertThat(dns.asked()).isEmpty();
    }

    @Test
    void the_systems_hosts_file_goes_before_the_dns() throws Exception {
        dns.srv(PLAIN, 300, 5, 0, 5269, "localhost").address("localhost", 300, "192.0.2.1");

        assertThat(resolved("montague.test")).contains("localhost 127.0.0.1:5269");
        assertThat(dns.asked()).doesNotContain("localhost A");
    }

    @Test
    void aliases_are_followed() throws Exception {
        dns.srv(PLAIN, 300, 5, 0, 5269, "host.test")
                .cname("host.test", 300, "other.test")
                .cname("other.test", 300, "real.test")
                .address("real.test", 300, "192.0.2.1");

        assertThat(resolved("montague.test")).containsExactly("host.test 192.0.2.1:5269");
    }

    @Test
    void an_alias_of_itself_leads_nowhere() throws Exception {
        dns.srv(PLAIN, 300, 5, 0, 5269, "ring.test")
                .cname("ring.test", 300, "gnir.test")
                .cname("gnir.test", 300, "ring.test");

        assertThat(resolved("montague.test")).isEmpty();
    }

    @Test
    void records_that_cannot_be_read_are_passed_over() throws Exception {
        dns.raw(PLAIN, DnsRecordType.SRV, (byte) 0, (byte) 1, (byte) 2)
                .srv(PLAIN, 300, 0, 0, 0, "host.test")
                .srv(PLAIN, 300, 5, 0, 5269, "host.test")
                .raw("host.test", DnsRecordType.A, (byte) 1, (byte) 2, (byte) 3)
                .address("host.test", 300, "192.0.2.1");

        assertThat(resolved("montague.test")).containsExactly("host.test 192.0.2.1:5269");
    }

    @Test
    void a_thousand_records_come_over_tcp_and_a_few_are_taken() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            dns.srv(PLAIN, 300, i % 3, i, 5269, "host" + i + ".test");
            dns.address("host" + i + ".test", 300, "192.0.2." + (1 + i % 250));
        }

        assertThat(resolved("montague.test")).hasSize(DnsTargets.SERVICES);
        assertThat(dns.asked().stream().filter(one -> one.equals(PLAIN + " SRV"))).hasSize(2);
        assertThat(dns.asked().stream().filter(one -> one.startsWith("host")))
                .as("questions for addresses")
                .hasSize(2 * DnsTargets.SERVICES);
    }

    @Test
    void a_host_with_a_thousand_addresses_is_tried_at_a_few() throws Exception {
        for (int service = 0; service < 10; service++) {
            dns.srv(PLAIN, 300, service, 0, 5269, "host" + service + ".test");
            for (int i = 0; i < 1_000; i++) {
                dns.address("host" + service + ".test", 300, "10.1." + i / 250 + "." + i % 250);
            }
        }

        List<String> all = resolved("montague.test");
        assertThat(all).hasSize(DnsTargets.TARGETS);
        assertThat(all.stream().filter(one -> one.startsWith("host0.")))
                .hasSize(DnsTargets.PER_HOST);
    }

    @Test
    void a_server_that_cannot_tell_is_a_failure_and_not_a_no() {
        dns.answering(PLAIN, DnsResponseCode.SERVFAIL).address("montague.test", 300, "192.0.2.7");

        assertThat(failure("montague.test").kind()).isEqualTo(DnsFailure.Kind.REFUSED);
    }

    @Test
    void direct_tls_is_used_also_when_the_other_service_cannot_be_found_out() throws Exception {
        dns.answering(PLAIN, DnsResponseCode.SERVFAIL)
                .srv(DIRECT, 300, 0, 0, 5270, "host.test")
                .address("host.test", 300, "192.0.2.1");

        assertThat(resolved("montague.test")).containsExactly("host.test 192.0.2.1:5270 tls");
    }

    @Test
    void a_host_whose_addresses_cannot_be_found_out_is_a_failure_unless_another_is_there()
            throws Exception {
        dns.answering("sick.test", DnsResponseCode.REFUSED)
                .srv(PLAIN, 300, 0, 0, 5269, "sick.test")
                .srv("_xmpp-server._tcp.capulet.test", 300, 0, 0, 5269, "sick.test")
                .srv("_xmpp-server._tcp.capulet.test", 300, 1, 0, 5269, "host.test")
                .address("host.test", 300, "192.0.2.1");

        assertThat(failure("montague.test").kind()).isEqualTo(DnsFailure.Kind.REFUSED);
        assertThat(resolved("capulet.test")).containsExactly("host.test 192.0.2.1:5269");
    }

    @Test
    void without_any_response_to_the_srv_questions_the_domains_own_addresses_are_tried()
            throws Exception {
        targets.close();
        targets = asking(List.of(dns.address()), SHORT);
        dns.silentAbout(PLAIN).silentAbout(DIRECT).address("montague.test", 300, "192.0.2.7");

        assertThat(resolved("montague.test")).containsExactly("montague.test 192.0.2.7:5269");
    }

    @Test
    void when_no_server_answers_it_is_a_failure() {
        targets.close();
        targets = asking(List.of(dns.address()), SHORT);
        dns.silentAbout(PLAIN).silentAbout(DIRECT).silentAbout("montague.test");

        assertThat(failure("montague.test").kind()).isEqualTo(DnsFailure.Kind.NO_RESPONSE);
        assertThat(dns.asked().stream().filter(one -> one.equals("montague.test A"))).hasSize(2);
    }

    @Test
    void the_next_server_is_asked_when_one_is_silent_or_cannot_tell() throws Exception {
        targets.close();
        try (var silent = new DnsServer(loops);
                var sick = new DnsServer(loops)) {
            targets = asking(List.of(silent.address(), sick.address(), dns.address()), SHORT);
            for (String name : List.of(PLAIN, DIRECT, "host.test")) {
                silent.silentAbout(name);
                sick.answering(name, DnsResponseCode.SERVFAIL);
            }
            dns.srv(PLAIN, 300, 5, 0, 5269, "host.test").address("host.test", 300, "192.0.2.1");

            assertThat(resolved("montague.test")).containsExactly("host.test 192.0.2.1:5269");
        }
    }

    @Test
    void an_answer_is_kept_as_long_as_it_says() throws Exception {
        dns.srv(PLAIN, 300, 5, 0, 5269, "host.test").address("host.test", 600, "192.0.2.1");
        resolved("montague.test");
        dns.clear();
        dns.srv(PLAIN, 300, 5, 0, 5270, "host.test");

        pass(Duration.ofSeconds(299));
        assertThat(resolved("montague.test")).containsExactly("host.test 192.0.2.1:5269");
        pass(Duration.ofSeconds(2));
        assertThat(resolved("montague.test")).containsExactly("host.test 192.0.2.1:5270");
    }

    @Test
    void no_answer_is_kept_for_more_than_an_hour_nor_less_than_five_seconds() throws Exception {
        dns.srv(PLAIN, 1_000_000, 5, 0, 5269, "host.test").address("host.test", 0, "192.0.2.1");
        resolved("montague.test");
        dns.clear();
        dns.address("host.test", 300, "192.0.2.2");

        pass(Duration.ofSeconds(4));
        assertThat(resolved("montague.test")).containsExactly("host.test 192.0.2.1:5269");
        pass(Duration.ofSeconds(2));
        assertThat(resolved("montague.test")).containsExactly("host.test 192.0.2.2:5269");
        pass(Duration.ofHours(1));
        assertThat(resolved("montague.test")).as("no service and no address left").isEmpty();
    }

    @Test
    void a_no_is_kept_as_long_as_the_zone_says() throws Exception {
        dns.negativeTtl(120);
        assertThat(resolved("montague.test")).isEmpty();
        dns.srv(PLAIN, 300, 5, 0, 5269, "host.test").address("host.test", 300, "192.0.2.1");

        pass(Duration.ofSeconds(119));
        assertThat(resolved("montague.test")).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(resolved("montague.test")).containsExactly("host.test 192.0.2.1:5269");
    }

    @Test
    void a_failure_is_kept_for_five_seconds() throws Exception {
        dns.answering(PLAIN, DnsResponseCode.SERVFAIL);
        failure("montague.test");
        dns.clear();
        dns.srv(PLAIN, 300, 5, 0, 5269, "host.test").address("host.test", 300, "192.0.2.1");

        pass(Duration.ofSeconds(4));
        failure("montague.test");
        pass(Duration.ofSeconds(2));
        assertThat(resolved("montague.test")).containsExactly("host.test 192.0.2.1:5269");
    }

    @Test
    void many_who_ask_at_once_share_one_question() throws Exception {
        dns.srv(PLAIN, 300, 5, 0, 5269, "host.test").address("host.test", 300, "192.0.2.1");
        var all = new ArrayList<CompletableFuture<List<Target>>>();
        for (int i = 0; i < 100; i++) {
            all.add(asked("montague.test"));
        }
        for (var one : all) {
            assertThat(one.get(30, TimeUnit.SECONDS)).hasSize(1);
        }
        assertThat(dns.asked())
                .containsExactlyInAnyOrder(
                        PLAIN + " SRV", DIRECT + " SRV", "host.test A", "host.test AAAA");
    }

    @Test
    void services_of_equal_priority_share_by_weight_across_both_kinds() throws Exception {
        dns.srv(PLAIN, 300, 5, 10, 5269, "host.test")
                .srv(DIRECT, 300, 5, 90, 5270, "host.test")
                .address("host.test", 300, "192.0.2.1");
        int direct = 0;
        for (int i = 0; i < 1_000; i++) {
            if (resolved("montague.test").getFirst().endsWith("tls")) {
                direct++;
            }
        }
        assertThat(direct).isBetween(850, 945);
    }
}
