package stoa.app.serve;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.accounts.administration.ServiceOperator;
import stoa.app.command.Version;
import stoa.app.config.ConfigTemplate;
import stoa.app.config.StoaConfig;
import stoa.app.control.Administration;
import stoa.app.control.AliasAdministration;
import stoa.app.control.ControlSocket;
import stoa.app.demo.Demo;
import stoa.files.Blobs;
import stoa.net.NetMetrics;
import stoa.net.loop.VertxLoops;
import stoa.net.s2s.S2sMetrics;
import stoa.search.ArchiveSearch;
import stoa.store.Store;
import stoa.webapi.AdministratorCalls;
import stoa.webapi.ConnectionRoute;
import stoa.webapi.FirstStart;
import stoa.webapi.HealthRoutes;
import stoa.webapi.InstanceRoute;
import stoa.webapi.InstanceRoute.DemoPerson;
import stoa.webapi.PeopleRoutes;
import stoa.webapi.WebApi;
import stoa.webapi.files.FileRoutes;
import stoa.xmpp.jid.DomainJid;

/**
 * The running server. What is opened is closed in the reverse order: first the listeners, so that
 * nothing more comes in, then the rooms and the journal, so that everything taken in is stored and
 * said, then the store.
 */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final long VERTX_PATIENCE_SECONDS = 3;

    /** The search index, in the data directory. */
    private static final String SEARCH_DIRECTORY = "search";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private @Nullable Listeners listening;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean ready;
    private volatile boolean again;

    private Server() {}

    /**
     * Starts and returns when everything listens, after the line {@code stoa ready}.
     *
     * @param configFile where the configuration is read from, or null
     * @param configuration reads it; asked again when a domain comes, for its certificate
     */
    public static Server start(
            Path data, @Nullable Path configFile, Callable<StoaConfig> configuration, boolean demo)
            throws Exception {
        Instant begun = Instant.now();
        Server server = new Server();
        try {
            server.begin(data, configFile, configuration, demo, begun);
            return server;
        } catch (Exception e) {
            server.close();
            throw e;
        }
    }

    private void begin(
            Path data,
            @Nullable Path configFile,
            Callable<StoaConfig> configuration,
            boolean demo,
            Instant begun)
            throws Exception {
        StoaConfig config = configuration.call();
        OpenStore store = OpenStore.open(data, config);
        open.push(store);
        writeTemplate(data, configFile);
        DomainJid domain = config.domains().getFirst();
        boolean empty =
                store.store().accounts().count(domain.domain()).toCompletableFuture().get() == 0;
        Demo people = new Demo(domain);
        if (demo && empty) {
            people.writeTalk(store.store(), begun);
        }
        ExecutorService deriving =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        open.push(deriving::shutdownNow);
        Vertx vertx = VertxLoops.newVertx(loopsFor(Runtime.getRuntime().availableProcessors()));
        open.push(
                () ->
                        vertx.close()
                                .toCompletionStage()
                                .toCompletableFuture()
                                .get(VERTX_PATIENCE_SECONDS, TimeUnit.SECONDS));
        VertxLoops loops = new VertxLoops(vertx);
        ArchiveSearch search = search(config, store.store(), data);
        Assembly assembly =
                new Assembly(config, store.store(), search, loops, deriving, new FromClients());
        open.push(assembly);
        if (demo && empty) {
            people.addPeople(assembly.provisioning).toCompletableFuture().get();
        }
        NetMetrics counters = new NetMetrics();
        S2sMetrics serverCounters = new S2sMetrics();
        Metrics metrics = new Metrics(assembly, counters, serverCounters);
        open.push(metrics);
        FirstStart firstStart =
                new FirstStart(
                        store.store(), assembly.journal, assembly.provisioning, new SecureRandom());
        Blobs blobs = Blobs.open(data);
        assembly.uploads.sweepDaily(blobs, assembly.journal, assembly.timers);
        FileRoutes files =
                new FileRoutes(
                        assembly.uploads.slots,
                        blobs,
                        store.store().files(),
                        assembly.journal,
                        InstantSource.system());
        WebApi api =
                webApi(
                        assembly,
                        new AdministratorCalls(store.store().accounts(), assembly.administrators),
                        metrics,
                        firstStart,
                        files,
                        config.files().keepDays(),
                        demo ? people.people() : List.of());
        ConnectionRoute connection =
                new ConnectionRoute(
                        assembly.domains.getFirst().domain(),
                        assembly.served::serves,
                        InstantSource.system());
        Listeners listeners =
                Listeners.open(
                        config,
                        demo,
                        assembly,
                        store.store(),
                        loops,
                        data,
                        counters,
                        serverCounters,
                        deriving,
                        router -> {
                            connection.mount(router);
                            assembly.launcher.routes.mount(router);
                            if (assembly.access.oauth != null) {
                                assembly.access.oauth.mount(router);
                            }
                            api.mount(router);
                        });
        open.push(listeners);
        listening = listeners;
        connection.listeningOn(
                listeners.addresses.startTls().getPort(),
                listeners.addresses.directTls().getPort());
        assembly.uploads.listeningOn(listeners.addresses.web().getPort());
        open.push(
                new ControlSocket(
                        data,
                        new Administration(
                                assembly.served,
                                new AtOnce(configuration, assembly, listeners, data),
                                assembly.provisioning,
                                new AliasAdministration(assembly.served, assembly.aliasRegister),
                                assembly.journal,
                                InstantSource.system())));
        say(assembly, listeners.addresses, begun);
        if (demo) {
            sayDemo(people);
        } else {
            sayFirstStart(firstStart, domain, listeners.addresses);
        }
        ready = true;
    }

    /** The open ports; null before they are. */
    @Nullable Listeners listening() {
        return listening;
    }

    private WebApi webApi(
            Assembly assembly,
            AdministratorCalls administrators,
            Metrics metrics,
            FirstStart firstStart,
            FileRoutes files,
            int filesKeepDays,
            List<DemoPerson> demo) {
        String defaultDomain = assembly.domains.getFirst().domain();
        return new WebApi(
                new InstanceRoute(
                        Version.text(),
                        defaultDomain,
                        filesKeepDays,
                        assembly.served::serves,
                        demo),
                new PeopleRoutes(
                        defaultDomain,
                        firstStart,
                        assembly.invitations,
                        assembly.inviteAddresses,
                        assembly.provisioning,
                        administrators,
                        assembly.apiTokens,
                        assembly.registration.failures()),
                new HealthRoutes(() -> ready, metrics::scrape),
                files);
    }

    /**
     * Half the cores. A message between two loops wakes a second thread, which at low load costs
     * more than all work on the message; one loop serves 100,000 messages a second and more, and
     * the journal, the store's readers and the collector need the other cores (decision 23).
     */
    private static int loopsFor(int cores) {
        return Math.max(1, cores / 2);
    }

    /** What follows the archive is closed after whoever adds to it, and before the store. */
    private @Nullable ArchiveSearch search(StoaConfig config, Store store, Path data) {
        if (!config.archiveEnabled() || !config.searchEnabled()) {
            return null;
        }
        ArchiveSearch search = ArchiveSearch.start(store.archive(), data.resolve(SEARCH_DIRECTORY));
        open.push(search);
        return search;
    }

    /** On a first start, so that there is something to edit. */
    private static void writeTemplate(Path data, @Nullable Path configFile) throws Exception {
        Path standard = data.resolve("stoa.toml");
        if (configFile == null && !Files.exists(standard)) {
            Files.writeString(standard, ConfigTemplate.toml());
        }
    }

    private static void say(Assembly assembly, Listeners.Addresses at, Instant begun) {
        String domains =
                assembly.domains.stream().map(DomainJid::toString).collect(Collectors.joining(","));
        InetSocketAddress plain = at.plainWeb();
        InetSocketAddress components = at.components();
        InetSocketAddress servers = at.servers();
        InetSocketAddress directServers = at.directServers();
        System.out.println(
                "stoa ready web=https://"
                        + text(at.web())
                        + "/"
                        + (plain == null ? "" : " demo=http://" + text(plain) + "/")
                        + " xmpp="
                        + text(at.startTls())
                        + " xmpps="
                        + text(at.directTls())
                        + (components == null ? "" : " components=" + text(components))
                        + (servers == null ? "" : " servers=" + text(servers))
                        + (directServers == null ? "" : " tls_servers=" + text(directServers))
                        + " domains="
                        + domains
                        + " took_ms="
                        + Duration.between(begun, Instant.now()).toMillis());
    }

    private static void sayDemo(Demo people) {
        System.out.println("Sign in as one of these; the web page has them as buttons:");
        for (DemoPerson person : people.people()) {
            System.out.println("  " + person.address() + "  password " + person.password());
        }
    }

    private static void sayFirstStart(
            FirstStart firstStart, DomainJid domain, Listeners.Addresses at) throws Exception {
        Optional<String> token = firstStart.open(domain.domain()).toCompletableFuture().get();
        if (token.isPresent()) {
            InetAddress ip = at.web().getAddress();
            String host =
                    ip.isAnyLocalAddress()
                            ? domain.domain() + ":" + at.web().getPort()
                            : text(at.web());
            System.out.println("Open this link once to make the first administrator:");
            System.out.println("  https://" + host + "/setup#" + token.get());
        }
    }

    private static String text(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = ip.isAnyLocalAddress() ? "localhost" : ip.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /**
     * Returns after SIGTERM, SIGINT, an administrator's order (XEP-0133) or {@link #close}; on a
     * signal the process ends when the server is closed.
     *
     * @return whether it shall be started again, with its configuration read anew
     */
    public boolean awaitStop() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        Thread onSignal =
                Thread.ofPlatform()
                        .name("stop")
                        .unstarted(
                                () -> {
                                    stopped.countDown();
                                    try {
                                        if (!closed.await(
                                                Bounds.STOP.toSeconds(), TimeUnit.SECONDS)) {
                                            LOG.warn("stop_late");
                                        }
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        Runtime.getRuntime().addShutdownHook(onSignal);
        open.addLast(closed::countDown);
        stopped.await();
        LOG.info("stopping again={}", again);
        return again && removed(onSignal);
    }

    /** False when a signal has come meanwhile. */
    private static boolean removed(Thread onSignal) {
        try {
            return Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException ending) {
            return false;
        }
    }

    /** What administrators order from their clients. */
    private final class FromClients implements ServiceOperator {
        @Override
        public void stop() {
            stopped.countDown();
        }

        @Override
        public void restart() {
            again = true;
            stopped.countDown();
        }
    }

    /** Serves a new domain without a restart. */
    private record AtOnce(
            Callable<StoaConfig> configuration, Assembly assembly, Listeners listeners, Path data)
            implements Administration.DomainOpener {
        @Override
        public Runnable prepare(DomainJid domain) throws Exception {
            List<DomainJid> all = new ArrayList<>(assembly.served.all());
            all.add(domain);
            // Its certificate may have been configured a moment ago.
            listeners.certify(
                    Certificates.files(configuration.call(), all, data, InstantSource.system()));
            return assembly.prepare(domain);
        }

        @Override
        public String says() {
            return "it is served from now on";
        }
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("close_failed part={}", part.getClass().getSimpleName(), e);
            }
        }
        stopped.countDown();
    }
}
