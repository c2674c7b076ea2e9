package stoa.app.serve;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import stoa.core.journal.Journal;
import stoa.net.NetMetrics;
import stoa.net.s2s.S2sMetrics;
import stoa.pubsub.pep.PersonalEventing;
import stoa.search.ArchiveSearch;

/** What {@code /metrics} shows: the parts count for themselves, here their counters get names. */
final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    Metrics(Assembly assembly, NetMetrics net, S2sMetrics servers) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections();
        Journal journal = assembly.journal;
        counter(
                "stoa.journal.commits",
                journal,
                Journal::commits,
                "Transactions committed and synced");
        counter("stoa.journal.changes", journal, Journal::committedChanges, "Changes in them");
        counter("stoa.journal.failures", journal, Journal::failures, "Transactions that failed");
        gauge("stoa.accounts.loaded", assembly, a -> a.accounts.loaded(), "Accounts in memory");
        gauge("stoa.rooms.loaded", assembly, a -> a.rooms.loaded(), "Rooms in memory");
        gauge(
                "stoa.pubsub.contacts.elsewhere",
                assembly.eventing,
                PersonalEventing::contactsElsewhere,
                "Resources of other servers that are told of nodes");
        gauge("stoa.people", assembly.directory, d -> d.size(), "Accounts of the served domains");
        count("stoa.connections.accepted", net.connectionsAccepted, "Connections taken");
        count("stoa.connections.refused", net.connectionsRefused, "Connections refused by a limit");
        level("stoa.connections", net.connectionsNow, "Connections now");
        count("stoa.tls.handshakes.failed", net.tlsHandshakesFailed, "TLS handshakes that failed");
        count("stoa.logins.succeeded", net.loginsSucceeded, "Sign-ins that succeeded");
        count("stoa.logins.failed", net.loginsFailed, "Sign-ins that failed");
        count("stoa.logins.throttled", net.loginsThrottled, "Sign-ins that were made to wait");
        count(
                "stoa.logins.delayed",
                net.answersDelayed,
                "Failed sign-ins that were answered after a while");
        level("stoa.sessions", net.sessionsNow, "Sessions now");
        level(
                "stoa.sessions.hibernating",
                net.sessionsHibernatingNow,
                "Sessions that wait for resumption");
        count("stoa.sessions.resumed", net.sessionsResumed, "Sessions resumed");
        count("stoa.resumptions.failed", net.resumptionsFailed, "Resumptions refused");
        count("stoa.sessions.expired", net.sessionsExpired, "Sessions not resumed in time");
        count("stoa.stanzas.in", net.stanzasIn, "Stanzas from clients");
        count("stoa.stanzas.out", net.stanzasOut, "Stanzas to clients");
        count("stoa.bytes.in", net.bytesIn, "Bytes from clients, after TLS");
        count("stoa.streams.errors", net.streamErrors, "Streams ended with an error");
        count(
                "stoa.readers.slow",
                net.slowReaders,
                "Streams ended because their client read too slowly");
        count("stoa.reads.paused", net.readsPaused, "Times a client was not read for a while");
        count("stoa.deadlines.missed", net.deadlinesMissed, "Connections that took too long");
        servers(servers);
        if (assembly.search != null) {
            search(assembly.search);
        }
    }

    private void search(ArchiveSearch search) {
        gauge(
                "stoa.search.messages",
                search,
                ArchiveSearch::documents,
                "Messages in the search index");
        gauge(
                "stoa.search.behind.seconds",
                search,
                s -> s.behind().toMillis() / 1_000.0,
                "How far the search index is behind the archive");
    }

    private void servers(S2sMetrics servers) {
        level("stoa.s2s.incoming", servers.incomingNow, "Streams of other servers now");
        level("stoa.s2s.outgoing", servers.outgoingNow, "Streams to other servers now");
        count("stoa.s2s.stanzas.in", servers.stanzasIn, "Stanzas from other servers");
        count("stoa.s2s.stanzas.out", servers.stanzasOut, "Stanzas to other servers");
        count(
                "stoa.s2s.proved.certificate",
                servers.provedByCertificate,
                "Domains of others proved by a certificate");
        count(
                "stoa.s2s.proved.dialback",
                servers.provedByDialback,
                "Domains of others proved by dialback");
        count("stoa.s2s.refused", servers.refused, "Other servers and domains refused");
        count("stoa.s2s.failures", servers.connectFailures, "Attempts that reached no server");
        count("stoa.s2s.bounced", servers.bounced, "Stanzas answered as not deliverable");
        count("stoa.s2s.resumed", servers.resumed, "Streams that went on after a cut connection");
        count(
                "stoa.s2s.resumptions.failed",
                servers.resumptionsFailed,
                "Streams that did not go on after a cut connection");
        count("stoa.s2s.errors", servers.streamErrors, "Streams ended with an error");
    }

    /**
     * Asked when scraped: listening to each collection would cost a thread's wake-up every time.
     */
    private void collections() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            String name = collector.getName().toLowerCase(Locale.ROOT);
            FunctionCounter.builder(
                            "jvm.gc.collections",
                            collector,
                            GarbageCollectorMXBean::getCollectionCount)
                    .tag("gc", name)
                    .description("Garbage collections")
                    .register(registry);
            FunctionCounter.builder(
                            "jvm.gc.seconds", collector, c -> c.getCollectionTime() / 1_000.0)
                    .tag("gc", name)
                    .description("Time spent in them")
                    .register(registry);
        }
    }

    String scrape() {
        return registry.scrape();
    }

    private void count(String name, LongAdder adder, String says) {
        counter(name, adder, LongAdder::sum, says);
    }

    private void level(String name, LongAdder adder, String says) {
        gauge(name, adder, LongAdder::sum, says);
    }

    private <T> void counter(String name, T of, ToDoubleFunction<T> value, String says) {
        FunctionCounter.builder(name, of, value).description(says).register(registry);
    }

    private <T> void gauge(String name, T of, ToDoubleFunction<T> value, String says) {
        Gauge.builder(name, of, value).description(says).strongReference(true).register(registry);
    }

    @Override
    public void close() {
        registry.close();
    }
}
