package stoa.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.accounts.invite.InvitingPolicy;
import stoa.accounts.rate.SendingLimits;
import stoa.accounts.register.RegistrationPolicy;
import stoa.features.contact.ContactAddresses.Concern;

class ConfigReaderTest {
    @TempDir Path dir;

    @Test
    void nothing_said_means_the_defaults() throws Exception {
        StoaConfig config = ConfigReader.read(null, List.of(), false);

        assertThat(config.domains()).extracting(Object::toString).containsExactly("localhost");
        assertThat(config.bind()).isEqualTo("0.0.0.0");
        assertThat(config.xmpp())
                .isEqualTo(
                        new StoaConfig.Xmpp(
                                5222,
                                5223,
                                RegistrationPolicy.CLOSED,
                                InvitingPolicy.ADMINISTRATORS,
                                false));
        assertThat(config.web().port()).isEqualTo(8443);
        assertThat(config.roster().everyoneLimit()).isEqualTo(500);
        assertThat(config.signIn().channelBinding()).isEqualTo(StoaConfig.ChannelBinding.OFFER);
    }

    @Test
    void registration_is_a_word_or_a_flag() throws Exception {
        for (var said :
                Map.of(
                                "closed", RegistrationPolicy.CLOSED,
                                "invite", RegistrationPolicy.INVITE,
                                "open", RegistrationPolicy.OPEN,
                                "false", RegistrationPolicy.CLOSED,
                                "true", RegistrationPolicy.OPEN)
                        .entrySet()) {
            StoaConfig config =
                    ConfigReader.read(null, List.of("xmpp.registration=" + said.getKey()), false);
            assertThat(config.xmpp().registration()).isEqualTo(said.getValue());
        }
        assertThatThrownBy(() -> ConfigReader.read(null, List.of("xmpp.registration=maybe"), false))
                .hasMessageContaining("closed, invite, open");
    }

    @Test
    void limits_are_lifted_together() throws Exception {
        StoaConfig.Limits usual = ConfigReader.read(null, List.of(), false).limits();
        assertThat(usual.enabled()).isTrue();
        assertThat(usual.sending().account().messages()).isEqualTo(1_200);
        StoaConfig.Limits set =
                ConfigReader.read(null, List.of("limits.account_messages=7"), false).limits();
        assertThat(set.sending().account().messages()).isEqualTo(7);
        StoaConfig.Limits none =
                ConfigReader.read(null, List.of("limits.enabled=false"), false).limits();
        assertThat(none.sending()).isEqualTo(SendingLimits.NONE);
    }

    @Test
    void other_servers_are_not_talked_with_unless_one_says_so() throws Exception {
        StoaConfig.S2s closed = ConfigReader.read(null, List.of(), false).s2s();

        assertThat(closed.enabled()).isFalse();
        assertThat(closed.port()).isEqualTo(5269);
        assertThat(closed.directTlsPort()).isEqualTo(5270);
        assertThat(closed.bind()).isEqualTo("0.0.0.0");
        assertThat(closed.auth()).isEqualTo(StoaConfig.S2sAuth.DIALBACK);
        assertThat(closed.dnsServers()).isEmpty();
    }

    @Test
    void what_is_said_of_other_servers_is_read() throws Exception {
        StoaConfig.S2s open =
                ConfigReader.read(
                                null,
                                List.of(
                                        "bind=127.0.0.9",
                                        "s2s.enabled=true",
                                        "s2s.auth=\"certificate\"",
                                        "s2s.allow=[\"b\u00fccher.example\"]",
                                        "s2s.dns_servers=[\"192.0.2.1\",\"192.0.2.2:5353\",\"[2001:db8::1]:54\",\"2001:db8::2\"]",
                                        "xmpp.s2s_port=15269"),
                                false)
                        .s2s();

        assertThat(open.enabled()).isTrue();
        assertThat(open.bind()).isEqualTo("127.0.0.9");
        assertThat(open.port()).isEqualTo(15269);
        assertThat(open.auth()).isEqualTo(StoaConfig.S2sAuth.CERTIFICATE);
        assertThat(open.allow())
                .extracting(Object::toString)
                .containsExactly("b\u00fccher.example");
        assertThat(open.dnsServers())
                .extracting(server -> server.getAddress().getHostAddress() + " " + server.getPort())
                .containsExactly(
                        "192.0.2.1 53",
                        "192.0.2.2 5353",
                        "2001:db8:0:0:0:0:0:1 54",
                        "2001:db8:0:0:0:0:0:2 53");
    }

    @Test
    void what_is_wrong_about_other_servers_is_said() {
        assertThat(
                        refused(
                                        null,
                                        "s2s.dns_servers=[\"dns.example\"]",
                                        "s2s.port=5269",
                                        "xmpp.s2s_port=15269",
                                        "s2s.retry_first_seconds=700",
                                        "s2s.deny=[\"a@b\"]",
                                        "s2s.auth=\"none\"")
                                .getMessage())
                .contains("\"dns.example\" is no address")
                .contains("older name of s2s.port")
                .contains("more than s2s.retry_longest_seconds")
                .contains("\"a@b\" is no domain")
                .contains("expected one of dialback, certificate");
    }

    @Test
    void the_demo_listens_on_loopback_unless_told_otherwise() throws Exception {
        assertThat(ConfigReader.read(null, List.of(), true).bind()).isEqualTo("127.0.0.1");
        assertThat(ConfigReader.read(null, List.of("bind=127.0.0.9"), true).bind())
                .isEqualTo("127.0.0.9");
    }

    @Test
    void the_command_line_overrides_the_file() throws Exception {
        Path file = file("domains = ['example.org']\n[xmpp]\nport = 15222\n");

        StoaConfig config =
                ConfigReader.read(
                        file,
                        List.of("xmpp.port=0", "domains=[\"a.example\",\"b.example\"]"),
                        false);

        assertThat(config.xmpp().port()).isZero();
        assertThat(config.domains())
                .extracting(Object::toString)
                .containsExactly("a.example", "b.example");
    }

    @Test
    void a_list_may_be_written_without_brackets_on_the_command_line() throws Exception {
        StoaConfig config = ConfigReader.read(null, List.of("domains=a.example,b.example"), false);

        assertThat(config.domains())
                .extracting(Object::toString)
                .containsExactly("a.example", "b.example");
    }

    @Test
    void every_problem_is_listed_with_its_line() throws Exception {
        Path file =
                file(
                        "domains = ['a@b.example']\nbind = 7\n[xmpp]\nprot = 5222\nport = 99999\n[sasl]\nchannel_binding = 'maybe'\n");

        ConfigException refused = refused(file, "limits.enabled=perhaps");

        assertThat(refused.getMessage())
                .contains("stoa.toml line 1: domains:")
                .contains("stoa.toml line 2: bind:")
                .contains(
                        "stoa.toml line 4: xmpp.prot: there is no such key; did you mean xmpp.port?")
                .contains("stoa.toml line 5: xmpp.port: expected a whole number from 0 to 65535")
                .contains(
                        "stoa.toml line 7: sasl.channel_binding: expected one of off, offer, require")
                .contains("--set: limits.enabled: expected true or false");
    }

    @Test
    void a_domain_is_served_once_and_not_where_another_has_a_service() throws Exception {
        assertThat(refused(null, "domains=a.example,b.example,a.example").getMessage())
                .contains("--set: domains: a.example is named twice");
        assertThat(refused(null, "domains=conference.a.example,a.example").getMessage())
                .contains("a.example and conference.a.example cannot both be served");
        assertThat(
                        ConfigReader.read(null, List.of("domains=a.example,b.a.example"), false)
                                .domains())
                .hasSize(2);
    }

    @Test
    void broken_toml_is_told_by_line() throws Exception {
        assertThat(refused(file("domains = [\n\nport 5222\n")).getMessage())
                .contains("stoa.toml line 3");
    }

    @Test
    void test_aids_are_refused_where_others_can_connect() throws Exception {
        assertThat(refused(null, "xmpp.allow_plaintext=true").getMessage()).contains("loopback");
        assertThat(refused(null, "archive.enabled=false").getMessage()).contains("loopback");
        assertThat(
                        ConfigReader.read(
                                        null,
                                        List.of("archive.enabled=false", "bind=127.0.0.1"),
                                        false)
                                .archiveEnabled())
                .isFalse();
    }

    @Test
    void a_certificate_needs_its_key() throws Exception {
        assertThat(refused(null, "tls.certificate=/x.pem").getMessage())
                .contains("tls.certificate and tls.key go together");
    }

    @Test
    void a_domain_may_have_a_certificate_of_its_own() throws Exception {
        Path file = file("[tls.domain.\"b.example\"]\ncertificate = '/b.pem'\nkey = '/b.key'\n");

        assertThat(ConfigReader.read(file, List.of(), false).tls().perDomain())
                .containsOnlyKeys("b.example");
    }

    @Test
    void the_template_is_itself_a_configuration_and_so_are_its_commented_lines() throws Exception {
        assertThat(ConfigReader.read(file(ConfigTemplate.toml()), List.of(), false)).isNotNull();
        String uncommented =
                ConfigTemplate.toml()
                        .lines()
                        .filter(line -> line.startsWith("#") && !line.startsWith("# "))
                        .map(line -> line.substring(1))
                        .reduce("", (a, b) -> a + b + "\n");
        assertThat(ConfigReader.read(file(uncommented), List.of(), false).bind())
                .isEqualTo("0.0.0.0");
    }

    @Test
    void outages_are_told_of_on_the_web() throws Exception {
        assertThat(
                        ConfigReader.read(
                                        null,
                                        List.of(
                                                "outage.addresses=https://a.example/s.json,http://b.example/s"),
                                        false)
                                .outageAddresses())
                .containsExactly(
                        URI.create("https://a.example/s.json"), URI.create("http://b.example/s"));
        for (String bad :
                List.of("mailto:a@b.example", "status.json", "https:///s.json", "ht tp")) {
            assertThat(refused(null, "outage.addresses=" + bad))
                    .hasMessageContaining("outage.addresses");
        }
    }

    @Test
    void contact_addresses_are_addresses_that_people_can_turn_to() throws Exception {
        var contacts =
                ConfigReader.read(
                                null,
                                List.of(
                                        "contact.abuse=mailto:a@b.example,xmpp:a@b.example",
                                        "contact.support=https://b.example/help?x=1"),
                                false)
                        .contacts();
        assertThat(contacts.get(Concern.ABUSE))
                .containsExactly(URI.create("mailto:a@b.example"), URI.create("xmpp:a@b.example"));
        assertThat(contacts.get(Concern.SUPPORT))
                .containsExactly(URI.create("https://b.example/help?x=1"));
        assertThat(contacts.get(Concern.SALES)).isEmpty();
        for (String bad : List.of("a@b.example", "tel:112", "https://b example/", "javascript:x")) {
            assertThat(refused(null, "contact.admin=" + bad)).hasMessageContaining("contact.admin");
        }
    }

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("stoa.toml"), text);
    }

    private static ConfigException refused(
            @org.jspecify.annotations.Nullable Path file, String... sets) {
        return catchThrowableOfType(
                ConfigException.class, () -> ConfigReader.read(file, List.of(sets), false));
    }
}
