package stoa.bench.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the JDK's own resolver is told by the names of a run. */
class NamesTest {
    private final Names names = new Names();

    @AfterEach
    void close() {
        names.close();
    }

    // strings of our own making only; JNDI takes nothing but a Hashtable
    @SuppressWarnings({"BanJNDI", "JdkObsolete"})
    private @Nullable String ask(String name, String type) throws NamingException {
        Hashtable<String, String> settings = new Hashtable<>();
        settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        settings.put(Context.PROVIDER_URL, "dns://127.0.0.1:" + names.port());
        DirContext resolver = new InitialDirContext(settings);
        try {
            Attribute answer = resolver.getAttributes(name, new String[] {type}).get(type);
            return answer == null ? null : (String) answer.get();
        } finally {
            resolver.close();
        }
    }

    @Test
    void aDomainHasItsServerOnThisHost() throws Exception {
        names.add("near.example", 5300);
        names.add("far.example", 5301);

        assertThat(ask("_xmpp-server._tcp.near.example", "SRV")).isEqualTo("0 0 5300 localhost.");
        assertThat(ask("_xmpp-server._tcp.far.example", "SRV")).isEqualTo("0 0 5301 localhost.");
        assertThat(ask("localhost", "A")).isEqualTo("127.0.0.1");
        assertThat(names.otherThan("far.example")).isEqualTo(5300);
    }

    @Test
    void nobodyElseHasOne() throws Exception {
        names.add("near.example", 5300);

        assertThat(ask("_xmpp-server._tcp.other.example", "SRV")).isNull();
        assertThat(ask("_xmpps-server._tcp.near.example", "SRV")).isNull();
        assertThatThrownBy(() -> names.otherThan("near.example"))
                .isInstanceOf(java.util.NoSuchElementException.class);
    }
}
